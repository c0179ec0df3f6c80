package dev.openfused.gateway.camel.chat;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.queue.Claim;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** One try to post one message: which of its posts the chat has, and what it calls them. Used by one thread. */
final class ChatRun {
    /** The chat has a post and did not say how it calls it. */
    static final String UNNAMED = "sent";

    private static final String PROPERTY = "OpenFuseChatRun";

    private final Map<Integer, String> taken = new HashMap<>();

    /** Begins where earlier tries ended. */
    static ChatRun begin(Exchange exchange) {
        ChatRun run = new ChatRun();
        Claim claim = exchange.getProperty(OpenFuseHeaders.CLAIM, Claim.class);
        if (claim != null) {
            run.taken.putAll(claim.delivery().parts());
        }
        exchange.setProperty(PROPERTY, run);
        return run;
    }

    static ChatRun of(Exchange exchange) {
        ChatRun run = exchange.getProperty(PROPERTY, ChatRun.class);
        if (run == null) {
            throw new IllegalStateException("splitChat has to come before the steps that post");
        }
        return run;
    }

    boolean has(int number) {
        return taken.containsKey(number);
    }

    void took(int number, String id) {
        taken.put(number, id);
    }

    /** What the chat calls the first post. */
    Optional<String> first() {
        return Optional.ofNullable(taken.get(1)).filter(id -> !id.equals(UNNAMED));
    }
}
