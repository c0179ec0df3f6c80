package dev.openfused.gateway.channel;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A domain of a mail in canonical form, for comparison. */
final class MailDomain {
    private static final int LONGEST = 253;
    private static final Pattern ASCII = Pattern.compile("[a-z0-9_-]++(?:\\.[a-z0-9_-]++)*+");

    private MailDomain() {}

    /**
     * The comparable form.
     *
     * @param text a domain as written
     * @return it in lower case, its international labels as {@code xn--…}; empty if it is no domain, or if it only becomes
     *     one when letters are replaced by others that look alike
     */
    static Optional<String> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        if (text.chars().allMatch(c -> c < 128)) {
            return Optional.of(text.toLowerCase(Locale.ROOT))
                    .filter(domain -> ASCII.matcher(domain).matches());
        }
        try {
            String ascii = IDN.toASCII(text);
            return Optional.of(ascii)
                    .filter(domain -> IDN.toUnicode(domain).equals(text)
                            && ASCII.matcher(domain).matches());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
