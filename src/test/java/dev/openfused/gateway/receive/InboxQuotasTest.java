package dev.openfused.gateway.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreOpener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attack: whoever is refused has the inbox counted again and again, while everybody waits. */
class InboxQuotasTest {
    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private Runnable duringCount = () -> {};
    private Inbox inbox;
    private InboxQuotas quotas;

    /** One message of each sender; a file is of the sender whose name its own begins with. */
    @BeforeEach
    void makeAStore() throws Exception {
        Store store = Store.init(folder, "wisp");
        inbox = store.inbox();
        quotas = new InboxQuotas(
                inbox,
                new FilesBySender(),
                new StoreOpener(store, new MessageVerifier(SignatureEngine.best())),
                new InboxLimits(null, null, 1),
                nanos::get);
    }

    private final class FilesBySender implements AcceptedFiles {
        @Override
        public void expect(String name) {}

        @Override
        public void enter(String file, AuthenticMessage message, byte[] content) {}

        @Override
        public void setAside(String file, AuthenticMessage message) {}

        @Override
        public Map<String, String> senders(Collection<String> files) {
            duringCount.run();
            return files.stream().collect(Collectors.toMap(Function.identity(), file -> file.split("-")[0]));
        }
    }

    @Test
    void othersAreServedWhileTheInboxIsCountedAndWhatTheyStoreThenCounts() throws Exception {
        put("ann-1.json");
        assertThat(reserve("ann")).isFalse();
        pass(Room.RECOUNT);
        duringCount = () -> {
            assertThat(elsewhere("bob")).isTrue();
            quotas.of("bob").settle(true);
            assertThat(elsewhere("carol")).isTrue();
            assertThat(elsewhere("dave")).isTrue();
            quotas.of("dave").settle(false);
        };

        assertThat(reserve("ann")).isFalse();

        duringCount = () -> {};
        assertThat(reserve("bob")).as("stored").isFalse();
        assertThat(reserve("carol")).as("reserved").isFalse();
        assertThat(reserve("dave")).as("given back").isTrue();
    }

    @Test
    void aCountThatTakesLongIsRepeatedOnlyAfterTwentyTimesThatLong() throws Exception {
        put("ann-1.json");
        duringCount = () -> pass(Duration.ofSeconds(10));
        assertThat(reserve("ann")).isFalse();
        inbox.archive("ann-1.json");

        pass(Duration.ofSeconds(199));
        assertThat(reserve("ann")).isFalse();
        pass(Duration.ofSeconds(1));

        assertThat(reserve("ann")).isTrue();
    }

    private boolean reserve(String sender) throws Exception {
        return quotas.of(sender).reserve();
    }

    private boolean elsewhere(String sender) {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return reserve(sender);
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private void put(String name) throws Exception {
        inbox.put(name, new byte[0]);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
