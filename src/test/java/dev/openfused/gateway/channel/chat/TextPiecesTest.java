package dev.openfused.gateway.channel.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextPiecesTest {
    private static final Markup PLAIN = new PlainText(new SlackMrkdwn());
    private static final Markup MARKDOWN = new Markdown(new SlackMrkdwn());

    @Test
    void whatFitsIsOnePiece() {
        assertThat(TextPieces.of("one\n\ntwo", MARKDOWN, 100)).containsExactly("one\n\ntwo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n \n"})
    void noTextIsSaidToBeNone(String text) {
        assertThat(TextPieces.of(text, MARKDOWN, 100)).containsExactly("(no text)");
        assertThat(TextPieces.of(text, PLAIN, 100)).containsExactly("(no text)");
    }

    @Test
    void itIsDividedBetweenParagraphs() {
        String paragraph = "word ".repeat(9).strip();

        assertThat(TextPieces.of(String.join("\n\n", paragraph, paragraph, paragraph), MARKDOWN, 100))
                .containsExactly(paragraph + "\n\n" + paragraph, paragraph);
    }

    @Test
    void aLongParagraphIsDividedBetweenLinesAndALongLineBetweenWords() {
        String line = "a line of this text".repeat(3);

        assertThat(TextPieces.of(line + '\n' + line, PLAIN, 100)).containsExactly(line + '\n', line);
        assertThat(TextPieces.of("word ".repeat(30).strip(), PLAIN, 100))
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo("word ".repeat(20));
    }

    @Test
    void aPieceIsMeasuredAsTheChatGetsIt() {
        assertThat(TextPieces.of("&".repeat(100), PLAIN, 100))
                .hasSize(5)
                .allSatisfy(piece -> assertThat(piece).hasSize(100).isEqualTo("&amp;".repeat(20)));
    }

    @Test
    void noCharacterIsDivided() {
        String family = "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC66"; // one to the eye
        List<String> pieces = TextPieces.of("e\u0301" + family.repeat(60), PLAIN, 100);

        assertThat(pieces).allSatisfy(piece -> {
            assertThat(Character.isLowSurrogate(piece.charAt(0))).isFalse();
            assertThat(Character.isHighSurrogate(piece.charAt(piece.length() - 1)))
                    .isFalse();
        });
        assertThat(String.join("", pieces)).isEqualTo("e\u0301" + family.repeat(60));
    }

    @Test
    void nothingIsLeftOutOfAMegabyte() {
        String text = IntStream.range(0, 150_000).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        List<String> pieces = TextPieces.of(text, MARKDOWN, 3000);

        assertThat(pieces).allSatisfy(piece -> assertThat(piece).hasSizeLessThanOrEqualTo(3000));
        assertThat(String.join("", pieces)).isEqualTo(text);
    }
}
