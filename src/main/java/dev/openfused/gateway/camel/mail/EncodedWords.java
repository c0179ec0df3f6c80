package dev.openfused.gateway.camel.mail;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;

/**
 * Words in a mail's header that stand for others, such as {@code =?UTF-8?Q?caf=C3=A9?=}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2047">RFC 2047, Message Header Extensions for Non-ASCII Text</a>
 */
final class EncodedWords {
    private EncodedWords() {}

    /** What they stand for; the text as it is if one is in a character set that is not known, such as unknown-8bit. */
    static String decoded(String text) {
        try {
            return MimeUtility.decodeText(text);
        } catch (UnsupportedEncodingException e) {
            return text;
        }
    }
}
