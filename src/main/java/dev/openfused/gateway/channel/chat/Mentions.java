package dev.openfused.gateway.channel.chat;

/** Keeps a stranger's text from calling people. */
final class Mentions {
    private static final String ZERO_WIDTH_SPACE = "\u200B";

    private Mentions() {}

    /** The text with something invisible behind each at sign, so that no name follows it. */
    static String disarmed(String text) {
        return text.replace("@", '@' + ZERO_WIDTH_SPACE);
    }
}
