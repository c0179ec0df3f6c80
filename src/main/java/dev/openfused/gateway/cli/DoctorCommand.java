package dev.openfused.gateway.cli;

import dev.openfused.gateway.dispatch.PeerTargets;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.settings.SettingsException;
import dev.openfused.gateway.store.Examination;
import dev.openfused.gateway.store.Finding;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.sync.PeerRefusedException;
import dev.openfused.gateway.sync.PeerSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description =
                "Look the store over: permissions, keys, clock, peers, odd files, the queue, the disk, the gateway that"
                        + " runs. Nothing is changed.",
        footer = {
            "",
            "Each finding says how to mend it; the exit status is 1 if there are any. JSON holds about, what and mend"
                    + " of each."
        })
final class DoctorCommand extends StoreCommand {
    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    private static final long LARGEST_PROFILE = 1 << 20;

    private final Wiring wiring;

    @Option(names = "--offline", description = "Ask no peer.")
    private boolean offline;

    @Mixin
    private final SettingsFile config = new SettingsFile();

    @Option(names = "--json", description = "Print JSON: an array of findings.")
    private boolean asJson;

    DoctorCommand(Console console, Wiring wiring) {
        super(console);
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        Path root = directory();
        List<Finding> findings = new ArrayList<>(Examination.of(root, wiring.clock()));
        findings.addAll(queue(root));
        if (!offline) {
            findings.addAll(peers(root));
        }
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (Finding finding : findings) {
                    json.writeStartObject();
                    json.writeStringField("about", finding.about());
                    json.writeStringField("what", finding.what());
                    json.writeStringField("mend", finding.mend());
                    json.writeEndObject();
                }
            });
        } else if (findings.isEmpty()) {
            console.out().println("All is well with " + root + (offline ? "; peers were not asked" : "") + ".");
        } else {
            for (Finding finding : findings) {
                console.out().println(VisibleText.lines(finding.what()));
                console.out().println("  mend: " + VisibleText.lines(finding.mend()));
            }
        }
        return findings.isEmpty() ? ExitStatus.DONE : ExitStatus.REFUSED;
    }

    private List<Finding> queue(Path root) throws Exception {
        try {
            return new QueueExamination(Store.open(root), wiring.clock())
                    .of(config.read(console, wiring), wiring.queues(), config.path(console));
        } catch (SettingsException e) {
            return e.problems().stream()
                    .map(line -> new Finding("settings", line, "correct it there; queue and peers were not checked"))
                    .toList();
        } catch (StoreException e) {
            return List.of(); // among the findings already
        }
    }

    private List<Finding> peers(Path root) throws Exception {
        Store store;
        Mesh mesh;
        try {
            store = Store.open(root);
            mesh = store.mesh().read();
            if (mesh.peers().isEmpty()) {
                return List.of();
            }
            store.keys();
        } catch (StoreException e) {
            return List.of(); // among the findings already
        }
        ResolvedSettings settings;
        try {
            settings = config.read(console, wiring);
        } catch (SettingsException e) {
            return List.of(); // among the findings already
        }
        List<Mesh.Peer> reachable = mesh.peers().stream()
                .filter(peer -> PeerTargets.isReachable(peer.url()) && AgentName.isValid(peer.name()))
                .toList();
        if (reachable.isEmpty()) {
            return List.of();
        }
        try (WaysOpener.OpenWays ways = wiring.ways().open(store, settings);
                ProgressBar bar = new ProgressBar(console, reachable.size(), System::nanoTime)) {
            bar.begin();
            return reachable.parallelStream()
                    .flatMap(peer -> {
                        List<Finding> found = peer(store, mesh, ways, peer);
                        bar.peerEnded();
                        return found.stream();
                    })
                    .toList();
        }
    }

    private List<Finding> peer(Store store, Mesh mesh, WaysOpener.OpenWays ways, Mesh.Peer peer) {
        List<Finding> findings = new ArrayList<>();
        String name = VisibleText.of(peer.name());
        String about = "peer " + name;
        try (PeerSource source = ways.source(peer)) {
            try {
                source.file(List.of("PROFILE.md"), null, LARGEST_PROFILE);
                source.mail(new PeerSource.Self(mesh.name(), store.keys()), null, file -> false, 1);
            } catch (PeerRefusedException e) {
                findings.add(new Finding(
                        about,
                        name + " answers, but does not hand out our mail: " + e.getMessage(),
                        "send it what 'openfuse key export' prints, to be imported as '" + VisibleText.of(mesh.name())
                                + "'"));
            }
            clock(source)
                    .ifPresent(skew -> findings.add(new Finding(
                            "clock",
                            "our clock and that of " + name + " differ by " + skew.toSeconds() + " s",
                            "set the clocks, for example with NTP: messages that are ten minutes off are refused")));
        } catch (IOException | StoreException | IllegalArgumentException e) {
            findings.add(new Finding(
                    about,
                    name + " can't be reached at " + VisibleText.of(peer.url()) + ": " + e.getMessage(),
                    "see whether it runs; a peer in a private network has to be allowed: openfuse.sync.allow-private"));
        }
        return findings;
    }

    private Optional<Duration> clock(PeerSource source) {
        Instant far = source.farTime();
        if (far == null) {
            return Optional.empty();
        }
        Duration skew = Duration.between(far, wiring.clock().instant()).abs();
        return skew.compareTo(TOLERANCE) > 0 ? Optional.of(skew) : Optional.empty();
    }
}
