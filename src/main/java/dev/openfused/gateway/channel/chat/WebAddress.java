package dev.openfused.gateway.channel.chat;

import java.util.regex.Pattern;

/** Which addresses in a stranger's text may be made clickable. */
final class WebAddress {
    private static final Pattern HARMLESS = Pattern.compile("https?://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]{1,2000}");

    private WebAddress() {}

    /** Whether it leads to the web and holds no character that any chat's markup would end it at. */
    static boolean isHarmless(String url) {
        return HARMLESS.matcher(url).matches();
    }
}
