package dev.openfused.gateway.channel;

import dev.openfused.gateway.channel.FieldScanner.MalformedFieldException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One Authentication-Results field. It quotes what the sender wrote, such as the address that it gave to the mail server:
 * so a field that is not as the standard says is not read by halves.
 *
 * @param results in the order of the field, empty if it is malformed
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8601#section-2.2">RFC 8601, 2.2 Formal Definition</a>
 */
record AuthenticationResults(List<Result> results) {
    private static final String VERSION = "1";
    private static final String AMBIGUOUS_IN_COMMENTS = "\"";

    /**
     * What one method came to.
     *
     * @param method such as {@code dkim}, in lower case
     * @param result such as {@code pass}, in lower case
     * @param domains by property, such as {@code header.d}, the domain it is about; empty if what stands there is none
     */
    record Result(String method, String result, Map<String, String> domains) {}

    /**
     * Reads one field.
     *
     * @param field its value, unfolded
     * @param authserv the name of the server whose fields are asked for
     * @return what it says; empty if it is another server's
     */
    static Optional<AuthenticationResults> read(String field, String authserv) {
        FieldScanner scanner = new FieldScanner(field, AMBIGUOUS_IN_COMMENTS);
        try {
            scanner.skipComments();
            if (!scanner.takeWhile(AuthenticationResults::isValue).equalsIgnoreCase(authserv)) {
                return Optional.empty();
            }
        } catch (MalformedFieldException e) {
            return Optional.empty(); // no server begins so
        }
        try {
            return Optional.of(new AuthenticationResults(results(scanner)));
        } catch (MalformedFieldException e) {
            return Optional.of(new AuthenticationResults(List.of()));
        }
    }

    private static List<Result> results(FieldScanner scanner) throws MalformedFieldException {
        scanner.skipComments();
        String version = scanner.takeWhile(AuthenticationResults::isKeyword);
        if (!version.isEmpty() && !version.equals(VERSION)) {
            throw new MalformedFieldException("version " + version);
        }
        List<Result> results = new ArrayList<>();
        scanner.skipComments();
        while (!scanner.ended()) {
            scanner.require(';');
            scanner.skipComments();
            if (!scanner.ended()) {
                result(scanner).ifPresent(results::add);
            }
        }
        return results;
    }

    private static Optional<Result> result(FieldScanner scanner) throws MalformedFieldException {
        String method = keyword(scanner);
        if (method.equals("none") && (scanner.ended() || scanner.isAt(';'))) {
            return Optional.empty();
        }
        if (scanner.take('/')) {
            scanner.skipComments();
            keyword(scanner);
        }
        scanner.require('=');
        scanner.skipComments();
        String result = keyword(scanner);
        Map<String, String> domains = new LinkedHashMap<>();
        while (!scanner.ended() && !scanner.isAt(';')) {
            String property = property(scanner);
            scanner.require('=');
            scanner.skipComments();
            String domain = domain(scanner);
            scanner.skipComments();
            if (!domain.equals(domains.getOrDefault(property, domain))) {
                throw new MalformedFieldException(property + " twice");
            }
            domains.put(property, domain);
        }
        return Optional.of(new Result(method, result, domains));
    }

    /** {@code header.from}, and what servers add without a type, such as {@code action}. */
    private static String property(FieldScanner scanner) throws MalformedFieldException {
        String type = keyword(scanner);
        if (!scanner.take('.')) {
            return type;
        }
        scanner.skipComments();
        return type + '.' + keyword(scanner);
    }

    private static String keyword(FieldScanner scanner) throws MalformedFieldException {
        String keyword = scanner.word(AuthenticationResults::isKeyword).toLowerCase(Locale.ROOT);
        scanner.skipComments();
        return keyword;
    }

    /** Of an address what stands behind its last @; what is in quotes before it is the sender's own, and may hold others. */
    private static String domain(FieldScanner scanner) throws MalformedFieldException {
        StringBuilder domain = new StringBuilder();
        if (scanner.isAt('"')) {
            String quoted = scanner.quotedString();
            // Nothing but a quoted string is the value itself; else it is the local part of an address.
            domain.append(isInValue(scanner) ? "\"" : quoted.substring(quoted.lastIndexOf('@') + 1));
        }
        while (isInValue(scanner)) {
            if (scanner.take('@')) {
                domain.setLength(0);
            } else if (scanner.isAt('"')) {
                scanner.quotedString();
                domain.append('"');
            } else {
                domain.append(scanner.takeWhile(c -> isValue(c) && c != '@'));
            }
        }
        return MailDomain.of(domain.toString()).orElse("");
    }

    private static boolean isInValue(FieldScanner scanner) {
        return scanner.isAt('"') || scanner.isAt(AuthenticationResults::isValue);
    }

    private static boolean isValue(int c) {
        return c > ' ' && "\"();".indexOf(c) < 0;
    }

    private static boolean isKeyword(int c) {
        return FieldScanner.isLetterOrDigit(c) || c == '-' || c == '_';
    }
}
