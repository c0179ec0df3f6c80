package dev.openfused.gateway.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.message.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What queue tests say in a word. */
final class QueueWords {
    private QueueWords() {}

    static MessageId id(String text) {
        return new MessageId(Digests.sha256Hex(bytes("id of " + text)));
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static SeenFile seen(String text, String sender, Target... targets) {
        return seenIn("inbox", text, sender, targets);
    }

    static SeenFile seenIn(String source, String text, String sender, Target... targets) {
        return new SeenFile(source, text + ".json", id(text), sender, null, List.of(targets));
    }

    static SeenFile sealed(String text, String sender, String ciphertext) {
        CiphertextClaim claim = new CiphertextClaim(Digests.sha256Hex(bytes(ciphertext)));
        return new SeenFile("inbox", text + ".json", id(text), sender, claim, List.of(QueueProcesses.MAIL));
    }

    static void dispatchAll(DeliveryQueue queue, String sender, String... texts) {
        for (String text : texts) {
            queue.dispatch(seen(text, sender, QueueProcesses.MAIL), bytes(text));
        }
    }

    static Claim claimOne(DeliveryQueue queue, Target target) {
        List<Claim> claims = queue.claim(target, Order.SENDER, 1, QueueProcesses.LEASE);
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    static List<String> deliverAll(DeliveryQueue queue, Order order) {
        List<String> delivered = new ArrayList<>();
        for (List<Claim> claims = queue.claim(QueueProcesses.MAIL, order, 10, QueueProcesses.LEASE);
                !claims.isEmpty();
                claims = queue.claim(QueueProcesses.MAIL, order, 10, QueueProcesses.LEASE)) {
            delivered.addAll(texts(claims));
            claims.forEach(claim -> queue.done(claim, null));
        }
        return delivered;
    }

    static List<String> texts(List<Claim> claims) {
        return claims.stream().map(claim -> new String(claim.envelope(), UTF_8)).toList();
    }

    static List<MessageId> ids(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::id).toList();
    }

    static long keyOf(DeliveryQueue queue, String text) {
        return queue.list(null, Set.of(), 1_000).stream()
                .filter(delivery -> delivery.id().equals(id(text)))
                .findFirst()
                .orElseThrow()
                .key();
    }

    @FunctionalInterface
    interface Task<T> {
        T run(int number) throws Exception;
    }

    static <T> List<T> atOnce(int count, Task<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                tasks.add(() -> task.run(number));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
