package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.dispatch.PeerTargets;
import dev.openfused.gateway.keyring.ExternalMessage;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import dev.openfused.gateway.sync.Pace;
import dev.openfused.gateway.sync.PeerCondition;
import dev.openfused.gateway.sync.SyncProgress;
import dev.openfused.gateway.watch.FolderWatch;
import dev.openfused.gateway.watch.WatchOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        description = "Show what comes in: messages, changes of CONTEXT.md, what syncs with peers bring.",
        footer = {
            "",
            "It ends with Ctrl+C. Each message is shown with its sender's standing, those of",
            "strangers too. A tunnel and cloudflared lead to the gateway of this store: run",
            "'openfuse serve' beside it.",
            "",
            "Example: openfuse watch -d store --tunnel my-server"
        })
final class WatchCommand extends StoreCommand {
    private static final int LONGEST_INTERVAL = 7 * 86_400;

    private final Wiring wiring;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread running;

    @Option(
            names = "--sync-interval",
            paramLabel = "SECONDS",
            description = "How often to sync with peers; 0 never. Default: ${DEFAULT-VALUE}.")
    private int interval = 60;

    @Option(
            names = "--tunnel",
            paramLabel = "HOST",
            description =
                    "Keep up a reverse SSH tunnel from this host, [user@]host[:port] or an alias of ~/.ssh/config.")
    private @Nullable String tunnel;

    @Option(
            names = "--tunnel-port",
            paramLabel = "PORT",
            description = "Where that host listens. Default: ${DEFAULT-VALUE}.")
    private int tunnelPort = 2053;

    @Option(names = "--cloudflared", description = "Start cloudflared, if it is installed, and show the public URL.")
    private boolean cloudflared;

    @Option(names = "--config", paramLabel = "FILE", description = "The settings; default: the installation's.")
    private @Nullable Path config;

    WatchCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        if (interval < 0 || interval > LONGEST_INTERVAL) {
            throw CommandFailedException.usage(interval + " is no interval: 0 to " + LONGEST_INTERVAL + " seconds");
        }
        if (tunnelPort < 1 || tunnelPort > 65_535) {
            throw CommandFailedException.usage(tunnelPort + " is not a port: 1 to 65535");
        }
        Store store = store();
        Path settingsFile = config == null ? null : console.resolve(config);
        ResolvedSettings settings = wiring.settings().read(settingsFile).gateway();
        Thread stopping = new Thread(this::stop, "stop");
        Runtime.getRuntime().addShutdownHook(stopping);
        Deque<AutoCloseable> open = new ArrayDeque<>();
        try (DeliveryQueue queue = wiring.queues().open(store.root(), settingsFile);
                WaysOpener.OpenWays ways = wiring.ways().open(store, settings)) {
            say("Watching " + store.mesh().read().name() + ": " + store.root());
            open.push(watchInbox(store));
            open.push(watchContext(store));
            say("Press Ctrl+C to stop."); // from here on nothing is missed
            openTunnels(settings, open);
            syncUntilEnd(store, queue, ways, settings);
        } finally {
            for (AutoCloseable each : open) {
                each.close();
            }
            ended.countDown();
            forget(stopping);
        }
        return ExitStatus.DONE;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending; that is what it was for.
        }
    }

    /** The process ends: what is open is closed first, for a moment at most. */
    private void stop() {
        Thread main = running;
        if (main != null) {
            main.interrupt();
        }
        try {
            ended.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FolderWatch watchInbox(Store store) throws StoreException {
        StoreOpener openers = new StoreOpener(store, new MessageVerifier(SignatureEngine.soonest(1)));
        return new FolderWatch(
                store.inbox().directory(),
                WatchOptions.DEFAULT,
                new InboxNews(store.inbox(), openers, this::print),
                Clock.systemUTC());
    }

    private FolderWatch watchContext(Store store) {
        return new FolderWatch(
                store.root(),
                WatchOptions.DEFAULT,
                new FileNews(store.root().resolve("CONTEXT.md"), () -> say("", "[context] CONTEXT.md updated")),
                Clock.systemUTC());
    }

    private void openTunnels(ResolvedSettings settings, Deque<AutoCloseable> open)
            throws CommandFailedException, IOException {
        int port = settings.get(GatewaySettings.HTTP_PORT);
        if (tunnel != null) {
            try {
                open.push(wiring.tunnels().open(settings, tunnel, tunnelPort, port, line -> say("[tunnel] " + line)));
            } catch (IOException e) {
                throw CommandFailedException.refused("--tunnel: " + e.getMessage(), null);
            }
        }
        if (cloudflared) {
            String path = console.variable("PATH");
            open.push(Cloudflared.start(path == null ? "" : path, port, line -> say("[cloudflared] " + line)));
        }
    }

    private void syncUntilEnd(Store store, DeliveryQueue queue, WaysOpener.OpenWays ways, ResolvedSettings settings)
            throws StoreException, ExecutionException {
        running = Thread.currentThread();
        Map<String, PeerCondition> conditions = new HashMap<>();
        try {
            while (true) {
                if (interval > 0) {
                    sync(store, queue, ways, settings, conditions);
                }
                TimeUnit.SECONDS.sleep(interval > 0 ? interval : LONGEST_INTERVAL);
            }
        } catch (InterruptedException e) {
            // That is how it ends.
        } finally {
            running = null;
        }
    }

    private void sync(
            Store store,
            DeliveryQueue queue,
            WaysOpener.OpenWays ways,
            ResolvedSettings settings,
            Map<String, PeerCondition> conditions)
            throws StoreException, InterruptedException, ExecutionException {
        Pace pace = Pace.ofWatch(Duration.ofSeconds(interval), settings.get(GatewaySettings.SYNC_RETRY_LONGEST));
        PeerExchange exchange =
                new PeerExchange(store, queue, ways, settings, pace, wiring.clock(), SyncProgress.UNSEEN);
        List<Mesh.Peer> due = new ArrayList<>();
        for (Mesh.Peer peer : store.mesh().read().peers()) {
            // Whoever begins to watch wants to see how each is doing, also those that are left alone.
            if (PeerTargets.isReachable(peer.url())
                    && AgentName.isValid(peer.name())
                    && (!conditions.containsKey(peer.name()) || exchange.isDue(peer))) {
                conditions.putIfAbsent(peer.name(), new PeerCondition(peer.name(), List.of()));
                due.add(peer);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        for (SyncOutcome outcome :
                SyncRound.run(exchange, due, settings.get(GatewaySettings.SYNC_PARALLEL), ended -> {})) {
            tell(outcome, conditions.get(outcome.report().peer()));
        }
    }

    private void tell(SyncOutcome outcome, @Nullable PeerCondition condition) {
        if (outcome.report().isNews() || outcome.pushed().sent() > 0) {
            say("", "[sync] " + outcome.summary());
        }
        List<String> told = condition == null ? List.of() : condition.after(outcome.report());
        told.forEach(line -> complain("[sync] " + line));
        outcome.pushed()
                .faults()
                .forEach(line -> complain("[sync] peer " + outcome.report().peer() + ": " + line));
    }

    private void print(OpenedMessage message) {
        say(
                "",
                "[inbox] New message from " + VisibleText.of(message.from()) + ":",
                body(ExternalMessage.wrap(message)));
    }

    /** No line of it can pass for one of ours. */
    private static String body(String text) {
        return VisibleText.lines(text).replaceAll("(?m)^(?=\\[(?:inbox|context|sync|tunnel|cloudflared)])", " ");
    }

    private synchronized void say(String... lines) {
        PrintWriter out = console.out();
        for (String line : lines) {
            out.println(line);
        }
        out.flush();
    }

    private synchronized void complain(String line) {
        console.err().println(VisibleText.lines(line).replace('\n', ' '));
        console.err().flush();
    }
}
