package dev.openfused.gateway.bridge;

import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.keyring.Relationship;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which messages a bridge carries: {@code trusted and not external or from:alice}. {@code not} binds tighter than
 * {@code and}, {@code and} tighter than {@code or}; parentheses group.
 *
 * <p>Every condition but {@code any} implies verified, under {@code not} too: {@code not trusted} is somebody known whom
 * we do not trust, never a stranger.
 */
public final class Accept {
    private final String text;
    private final Predicate<Facts> condition;

    private Accept(String text, Predicate<Facts> condition) {
        this.text = text;
        this.condition = condition;
    }

    /** What a condition may ask of a message. {@code sealed}: it was encrypted, and to us. */
    record Facts(
            String from,
            boolean verified,
            boolean trusted,
            boolean subscribed,
            @Nullable Relationship relationship,
            boolean sealed) {}

    /**
     * Reads a condition.
     *
     * @param text made of {@code verified}, {@code trusted}, {@code subscribed}, {@code internal}, {@code external},
     *     {@code sealed}, {@code from:NAME}, {@code any}, {@code and}, {@code or}, {@code not}, {@code (}, {@code )}
     * @return the condition
     * @throws IllegalArgumentException what is wrong and where, as the end of a sentence that begins with the text; also
     *     for a condition that no message can meet
     */
    public static Accept parse(String text) {
        AcceptParser parser = new AcceptParser(text);
        Accept accept = new Accept(text, parser.parse());
        if (everyKindOfMessage(parser.names()).stream().noneMatch(accept.condition)) {
            throw new IllegalArgumentException(
                    "accepts nothing: no message can meet it, and only 'any' lets unverified messages through");
        }
        return accept;
    }

    /**
     * Whether an opened message meets the condition. To be asked at delivery.
     *
     * @param message opened, with its content
     * @return true if it does
     */
    public boolean test(OpenedMessage message) {
        return condition.test(facts(message, message.encrypted() && message.readable()));
    }

    /**
     * Whether a message that was judged but not decrypted can still meet the condition. To be asked at dispatch: cheap,
     * and false for strangers, so that they fill no queue.
     *
     * @param message judged by its signature only
     * @return false if {@link #test} will be false whatever the content is
     */
    public boolean couldAccept(OpenedMessage message) {
        return condition.test(facts(message, message.encrypted())) || condition.test(facts(message, false));
    }

    private static Facts facts(OpenedMessage message, boolean sealed) {
        return new Facts(
                message.from(),
                message.standing().verified(),
                message.standing().trusted(),
                message.standing().subscribed(),
                message.standing().relationship(),
                sealed);
    }

    private static List<Facts> everyKindOfMessage(List<String> names) {
        List<String> senders = new ArrayList<>(names);
        senders.add(""); // anybody else: no agent has this name
        List<@Nullable Relationship> relationships = new ArrayList<>(List.of(Relationship.values()));
        relationships.add(null);
        List<Facts> all = new ArrayList<>();
        for (String sender : senders) {
            all.add(new Facts(sender, false, false, false, null, false));
            all.add(new Facts(sender, false, false, false, null, true));
            for (@Nullable Relationship relationship : relationships) {
                for (int bits = 0; bits < 8; bits++) {
                    all.add(new Facts(sender, true, (bits & 1) != 0, (bits & 2) != 0, relationship, (bits & 4) != 0));
                }
            }
        }
        return all;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Accept that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The condition as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
