package dev.openfused.gateway.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.PemTls;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.outbound.AddressGuard;
import dev.openfused.gateway.outbound.HttpOptions;
import dev.openfused.gateway.outbound.HttpPeerSource;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.queue.DeliveryQueues;
import dev.openfused.gateway.queue.QueueOptions;
import dev.openfused.gateway.receive.InboxReceiver;
import dev.openfused.gateway.receive.Received;
import dev.openfused.gateway.store.InboxListing;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.StoreOpener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An agent that pulls from peers over loopback, as {@code serve} does. */
public final class Syncing implements AutoCloseable {
    public static final SyncLimits LIMITS =
            new SyncLimits(2_000, 1 << 20, 64 << 20, Duration.ofHours(1), Duration.ofDays(90));
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final TestAgent agent;
    private final Clock clock;
    private final DeliveryQueue queue;
    private final InboxReceiver inbox;
    private final PeerSync sync;
    private boolean wanted = true;
    private Duration timeout = TIMEOUT;
    private List<String> allowed = List.of("127.0.0.1");

    public Syncing(Path folder, TestAgent agent, Clock clock) {
        this(folder, agent, clock, LIMITS);
    }

    public Syncing(Path folder, TestAgent agent, Clock clock, SyncLimits limits) {
        this(folder, agent, clock, limits, SyncProgress.UNSEEN);
    }

    Syncing(Path folder, TestAgent agent, Clock clock, SyncLimits limits, SyncProgress progress) {
        this.agent = agent;
        this.clock = clock;
        this.queue = DeliveryQueues.sqlite(folder.resolve("sync-" + agent.name() + ".db"), clock, QueueOptions.DEFAULT);
        this.inbox = agent.receiver(queue, clock, entry -> {});
        this.sync = new PeerSync(agent.store(), inbox, limits, clock, progress);
    }

    public Syncing allowing(String... hosts) {
        allowed = List.of(hosts);
        return this;
    }

    /** From now on a request has more time than it takes: something else ends it. */
    Syncing patient() {
        timeout = Duration.ofSeconds(50);
        return this;
    }

    /** From now on the outcome is nobody's business, as where a peer is removed meanwhile. */
    Syncing unwanted() {
        wanted = false;
        return this;
    }

    public SyncReport with(String peer, String url) throws IOException {
        HttpOptions options =
                new HttpOptions(AddressGuard.allowing(allowed), PemTls.systemDefault(), timeout, timeout, null);
        try (HttpPeerSource source = new HttpPeerSource(options, url, clock)) {
            return with(peer, url, source);
        }
    }

    SyncReport with(String peer, String url, PeerSource source) {
        return sync.run(new Mesh.Peer("", peer, url, "read"), source, Pace.BY_HAND, () -> wanted);
    }

    /** Somebody posts a message to the same inbox. */
    Received post(byte[] body) throws Exception {
        return inbox.receive(body, Optional.empty());
    }

    /** What a person reads in the inbox. */
    List<String> texts() throws Exception {
        List<String> texts = new ArrayList<>();
        StoreOpener opener = new StoreOpener(agent.store(), new MessageVerifier(SignatureEngine.best()));
        try (InboxListing listing = InboxListing.of(agent.store().inbox(), opener.current(), message -> true)) {
            listing.each(item -> texts.add(item.message().text()));
        }
        return texts;
    }

    /** What stands under a folder of the store, temporary files included: text by path. */
    public Map<String, String> files(String folder) throws IOException {
        Path top = agent.store().root().resolve(folder);
        Map<String, String> files = new TreeMap<>();
        if (Files.exists(top)) {
            try (Stream<Path> all = Files.walk(top)) {
                all.filter(Files::isRegularFile)
                        .forEach(file -> files.put(top.relativize(file).toString(), text(file)));
            }
        }
        files.remove(".last-sync");
        return files;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}
