package dev.openfused.gateway.crypto;

import java.util.List;

/**
 * A part of an age header: one way to its file key, or a remark. Nobody has authenticated it.
 *
 * @see <a href="https://github.com/C2SP/C2SP/blob/main/age.md">C2SP, age, "Recipient stanza"</a>
 */
final class AgeStanza {
    private final String type;
    private final List<String> arguments;
    private final byte[] body;

    AgeStanza(String type, List<String> arguments, byte[] body) {
        this.type = type;
        this.arguments = arguments;
        this.body = body;
    }

    boolean is(String wanted) {
        return type.equals(wanted);
    }

    /** Printable ASCII without blanks, each at least one character. */
    List<String> arguments() {
        return arguments;
    }

    /** Not copied. */
    byte[] body() {
        return body;
    }
}
