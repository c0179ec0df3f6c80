package dev.openfused.gateway.bridge;

import dev.openfused.gateway.bridge.Accept.Facts;
import dev.openfused.gateway.keyring.Relationship;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.settings.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an {@link Accept} condition by recursive descent, one method a level of precedence. Used once. */
final class AcceptParser {
    private static final int LONGEST = 1000;
    private static final Pattern TOKEN = Pattern.compile("[()]|[^\\s()]+");
    private static final List<String> CONDITIONS =
            List.of("verified", "trusted", "subscribed", "internal", "external", "sealed", "from:NAME", "any", "not");
    private static final List<String> JOINTS = List.of("and", "or");

    private record Token(String text, int position) {}

    private final List<Token> tokens = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private int next;

    AcceptParser(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than " + LONGEST + " characters");
        }
        Matcher m = TOKEN.matcher(text);
        while (m.find()) {
            tokens.add(new Token(m.group(), m.start() + 1));
        }
        tokens.add(new Token("", text.length() + 1));
    }

    Predicate<Facts> parse() {
        Predicate<Facts> condition = or();
        if (!peek().text().isEmpty()) {
            throw expected("'and' or 'or'", JOINTS);
        }
        return condition;
    }

    /** The names that {@code from:} asked for. */
    List<String> names() {
        return names;
    }

    private Predicate<Facts> or() {
        Predicate<Facts> left = and();
        while (take("or")) {
            left = left.or(and());
        }
        return left;
    }

    private Predicate<Facts> and() {
        Predicate<Facts> left = not();
        while (take("and")) {
            left = left.and(not());
        }
        return left;
    }

    private Predicate<Facts> not() {
        if (take("not")) {
            return not().negate().and(Facts::verified);
        }
        if (take("(")) {
            Predicate<Facts> inner = or();
            if (!take(")")) {
                throw expected("'and', 'or' or ')'", JOINTS);
            }
            return inner;
        }
        return term();
    }

    private Predicate<Facts> term() {
        String word = peek().text();
        if (word.startsWith("from:")) {
            String name = word.substring(5);
            if (!AgentName.isValid(name)) {
                throw at("'from:' must be followed by an agent's name");
            }
            names.add(name);
            next++;
            return verified(facts -> facts.from().equals(name));
        }
        Predicate<Facts> condition =
                switch (word) {
                    case "any" -> facts -> true;
                    case "verified" -> Facts::verified;
                    case "trusted" -> verified(Facts::trusted);
                    case "subscribed" -> verified(Facts::subscribed);
                    case "internal" -> verified(facts -> facts.relationship() == Relationship.INTERNAL);
                    case "external" -> verified(facts -> facts.relationship() == Relationship.EXTERNAL);
                    case "sealed" -> verified(Facts::sealed);
                    default -> throw expected("a condition (" + String.join(", ", CONDITIONS) + ")", CONDITIONS);
                };
        next++;
        return condition;
    }

    private static Predicate<Facts> verified(Predicate<Facts> condition) {
        return condition.and(Facts::verified);
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean take(String word) {
        if (peek().text().toLowerCase(Locale.ROOT).equals(word)) {
            next++;
            return true;
        }
        return false;
    }

    private IllegalArgumentException expected(String what, List<String> words) {
        String found = peek().text();
        return at("expected " + what + ", found "
                + (found.isEmpty() ? "the end" : "'" + found + "'" + Nearest.hint(found, words)));
    }

    private IllegalArgumentException at(String problem) {
        return new IllegalArgumentException("is wrong at character " + peek().position() + ": " + problem);
    }
}
