package dev.openfused.gateway.channel.chat;

import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * One post of a message: a head by the gateway that says who spoke and how far to believe it, a piece of the text, and a
 * foot with what the message is known by.
 *
 * @param message whose
 * @param text a piece of the sender's text, in the chat's markup
 * @param number from 1
 * @param of how many pieces there are
 */
public record ChatPost(OpenedMessage message, String text, int number, int of) {
    /** How far the sender is believed, as a colour that every chat can show. */
    enum Colour {
        TRUSTED(0x2EB67D),
        KNOWN(0xECB22E),
        UNVERIFIED(0xE01E5A);

        private final int rgb;

        Colour(int rgb) {
            this.rgb = rgb;
        }

        int rgb() {
            return rgb;
        }

        String hex() {
            return String.format("#%06x", rgb);
        }
    }

    /** The sender and the badges; no markup. */
    String head() {
        String claimed = message.standing().verified() ? "" : " (claimed)";
        return VisibleText.of(message.from()) + claimed + "  [" + String.join("] [", message.badges()) + ']';
    }

    /** What the message is known by, and which piece this is; no markup. */
    String foot() {
        @Nullable String reason = message.reason();
        @Nullable Fingerprint key = message.fingerprint();
        StringBuilder foot = new StringBuilder(of == 1 ? "" : "part " + number + " of " + of + " · ");
        if (reason != null) {
            foot.append(VisibleText.of(reason)).append(" · ");
        }
        if (key != null) {
            foot.append("key ").append(key.value()).append(" · ");
        }
        return foot.append("sent ")
                .append(VisibleText.of(message.timestamp()))
                .append(" · message ")
                .append(message.id().value(), 0, 16)
                .toString();
    }

    Colour colour() {
        if (!message.standing().verified()) {
            return Colour.UNVERIFIED;
        }
        return message.standing().trusted() ? Colour.TRUSTED : Colour.KNOWN;
    }
}
