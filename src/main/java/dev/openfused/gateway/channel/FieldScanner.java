package dev.openfused.gateway.channel;

import java.util.function.IntPredicate;

/**
 * Goes through the value of a structured header field: comments, quoted strings, words. Each character is looked at once,
 * nothing recurses.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.2">RFC 5322, 3.2 Lexical Tokens</a>
 */
final class FieldScanner {
    private static final char END = 0; // stands in no header, see MailHeader

    private final String text;
    private final String ambiguous;
    private int at;

    /**
     * A scanner.
     *
     * @param text the field's value
     * @param ambiguous characters that make a comment malformed: a program that knows no comments reads them in another way
     */
    FieldScanner(String text, String ambiguous) {
        this.text = text;
        this.ambiguous = ambiguous;
    }

    /** The value is not what its standard says. */
    static final class MalformedFieldException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedFieldException(String message) {
            super(message);
        }
    }

    boolean ended() {
        return at >= text.length();
    }

    int position() {
        return at;
    }

    void back(int position) {
        at = position;
    }

    boolean isAt(char c) {
        return next() == c;
    }

    boolean isAt(IntPredicate which) {
        return which.test(next());
    }

    private char next() {
        return ended() ? END : text.charAt(at);
    }

    boolean take(char c) {
        boolean there = isAt(c);
        if (there) {
            at++;
        }
        return there;
    }

    void require(char c) throws MalformedFieldException {
        if (!take(c)) {
            throw new MalformedFieldException("no " + c + " at " + at);
        }
    }

    /** The longest run of such characters, maybe none. */
    String takeWhile(IntPredicate which) {
        int start = at;
        while (!ended() && which.test(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    String word(IntPredicate which) throws MalformedFieldException {
        String word = takeWhile(which);
        if (word.isEmpty()) {
            throw new MalformedFieldException("no word at " + at);
        }
        return word;
    }

    /** White space and comments, which nest. */
    void skipComments() throws MalformedFieldException {
        int depth = 0;
        while (!ended() && (depth > 0 || isSpace(next()) || isAt('('))) {
            char c = text.charAt(at++);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == '\\') {
                at++;
            } else if (ambiguous.indexOf(c) >= 0) {
                throw new MalformedFieldException("a comment can be read in two ways at " + at);
            }
        }
        if (depth > 0) {
            throw new MalformedFieldException("a comment does not end");
        }
    }

    /** What stands in a quoted string, which begins here. */
    String quotedString() throws MalformedFieldException {
        require('"');
        StringBuilder content = new StringBuilder();
        while (!take('"')) {
            take('\\');
            if (ended()) {
                throw new MalformedFieldException("a quoted string does not end");
            }
            content.append(text.charAt(at++));
        }
        return content.toString();
    }

    static boolean isSpace(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
