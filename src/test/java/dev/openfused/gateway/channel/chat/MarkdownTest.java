package dev.openfused.gateway.channel.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
    private static final Dialect SLACK = new SlackMrkdwn();
    private static final Dialect DISCORD = new ChatMarkdown(false);
    private static final Dialect MATTERMOST = new ChatMarkdown(true);
    private static final Dialect TEAMS = new CardMarkdown();
    private static final Dialect TELEGRAM = new TelegramHtml();

    private static String in(Dialect dialect, String text) {
        return new Markdown(dialect)
                .blocks(text).stream().map(Markup.Piece::markup).collect(Collectors.joining("\n\n"));
    }

    @Test
    void whatTheSenderMarkedUpIsMarkedUpInEachChat() {
        String text =
                "# Deploy\n\n**all** *well*, see `log`\n\n- one\n- two\n\n1. first\n2. second\n\n```sh\nrm -r x\n```";

        assertThat(in(SLACK, text))
                .isEqualTo(
                        "*Deploy*\n\n*all* _well_, see `log`\n\n• one\n• two\n\n1. first\n2. second\n\n```\nrm -r x\n```");
        assertThat(in(DISCORD, text))
                .isEqualTo(
                        "**Deploy**\n\n**all** *well*, see `log`\n\n• one\n• two\n\n1\\. first\n2\\. second\n\n```\nrm -r x\n```");
        assertThat(in(TEAMS, text)).contains("see log").endsWith("rm -r x");
        assertThat(in(TELEGRAM, text))
                .isEqualTo(
                        "<b>Deploy</b>\n\n<b>all</b> <i>well</i>, see <code>log</code>\n\n• one\n• two\n\n1. first\n2. second\n\n<pre>rm -r x</pre>");
    }

    static Stream<Arguments> mentions() {
        return Stream.of(
                Arguments.of(SLACK, "<!here> <@U123> <!channel>", "&lt;!here&gt; &lt;@U123&gt; &lt;!channel&gt;"),
                Arguments.of(MATTERMOST, "@channel @all @bob", "@\u200Bchannel @\u200Ball @\u200Bbob"),
                Arguments.of(TELEGRAM, "@bob <b>x</b>", "@\u200Bbob &lt;b&gt;x&lt;/b&gt;"),
                Arguments.of(DISCORD, "<@123> <#5>", "\\<@123\\> \\<#5\\>"));
    }

    @ParameterizedTest
    @MethodSource("mentions")
    void noMentionSurvives(Dialect dialect, String text, String shown) {
        assertThat(in(dialect, text)).isEqualTo(shown);
        assertThat(dialect.text(text)).isEqualTo(shown);
    }

    @Test
    void whereALinkLeadsStandsBesideItsLabel() {
        String text = "[https://bank.example](https://evil.example/?a=b&c)";

        assertThat(in(SLACK, text)).isEqualTo("https://bank.example (<https://evil.example/?a=b&amp;c>)");
        assertThat(in(DISCORD, text)).isEqualTo("https://bank.example (<https://evil.example/?a=b&c>)");
        assertThat(in(TELEGRAM, text))
                .isEqualTo(
                        "https://bank.example (<a href=\"https://evil.example/?a=b&amp;c\">https://evil.example/?a=b&amp;c</a>)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[x](javascript:alert(1))", "[x](<https://a|b>)", "[x](data:text/html,y)", "![x](file:///etc)"})
    void whatLeadsNowhereHarmlessIsNoLink(String text) {
        assertThat(in(SLACK, text)).doesNotContain("<");
        assertThat(in(TELEGRAM, text)).doesNotContain("<a");
        assertThat(in(TEAMS, text)).doesNotContain("](");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "a <b onclick=x>b</b> c",
                "[label]: https://example.org \"title\"",
                "> quoted *by* somebody\n> twice",
                "code ` with a ``tick``",
                "line\\\nbreak  \nand *unfinished **markup"
            })
    void everyWordOfItIsShown(String text) {
        String words = text.replaceAll("[^A-Za-z0-9]+", " ").strip();

        for (Dialect dialect : new Dialect[] {SLACK, DISCORD, MATTERMOST, TEAMS}) {
            assertThat(in(dialect, text)
                            .replace("&lt;", "<")
                            .replace("&gt;", ">")
                            // A card's link names its address twice, and shows it once.
                            .replaceAll("\\]\\([^)]*\\)", " ")
                            .replaceAll("[^A-Za-z0-9]+", " ")
                            .strip())
                    .isEqualTo(words);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"> ", "- ", "* a **b ", "[", "![", "`", "<", "*", "_a*", "1. ", "&#0;", "[a]: b\n\n"})
    @Timeout(30)
    void whatNestsWithoutEndTakesNeitherTheStackNorForever(String begin) {
        assertThat(in(SLACK, begin.repeat(20_000))).isNotNull();
        assertThat(in(
                        SLACK,
                        begin.repeat(20_000) + "x"
                                + new StringBuilder(begin).reverse().toString().repeat(20_000)))
                .isNotNull();
    }
}
