package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreLock;
import dev.openfused.gateway.sync.PeerState;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List the peers that this store exchanges with, and how they are doing.",
        footer = {
            "",
            "A peer that was asked has a second line: when a sync with it last succeeded, when it was last tried, and, while",
            "serve runs, when it is tried next; and a third one if the last try failed. JSON holds id, name, url, access,",
            "lastSuccess, lastTry, nextTry and fault, null if there is none."
        })
final class PeerListCommand extends StoreCommand {
    private static final String COLUMNS = "    last success %-20s  last try %-20s  next try %s";

    private final Clock clock;

    @Option(names = "--json", description = "Print JSON: an array of peers.")
    private boolean asJson;

    PeerListCommand(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    /** A peer and what is known of it. */
    private record Row(
            Mesh.Peer peer,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastTry,
            @Nullable Instant nextTry,
            @Nullable String fault) {
        static Row of(Mesh.Peer peer) {
            return new Row(peer, null, null, null, null);
        }
    }

    @Override
    public Integer call() throws StoreException, IOException {
        Store store = store();
        boolean served = StoreLock.holder(store).isPresent();
        List<Row> rows = new ArrayList<>();
        for (Mesh.Peer peer : store.mesh().read().peers()) {
            rows.add(row(store, peer, served));
        }
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (Row row : rows) {
                    write(json, row);
                }
            });
        } else if (rows.isEmpty()) {
            console.out().println("No peers connected.");
        } else {
            rows.forEach(this::print);
        }
        return ExitStatus.DONE;
    }

    private Row row(Store store, Mesh.Peer peer, boolean served) throws StoreException {
        if (!AgentName.isValid(peer.name())) {
            return Row.of(peer); // never synced
        }
        PeerState state = PeerState.of(store.peerFiles(new AgentName(peer.name())), peer.url());
        Instant next =
                served ? state.nextTry().filter(clock.instant()::isBefore).orElse(null) : null;
        return new Row(peer, state.lastSuccess(), state.lastTry(), next, state.fault());
    }

    private void print(Row row) {
        Mesh.Peer peer = row.peer();
        console.out()
                .println(VisibleText.of(
                        "  " + peer.name() + " (" + peer.id() + ") — " + peer.url() + " [" + peer.access() + "]"));
        if (row.lastTry() != null) {
            console.out()
                    .println(String.format(
                            COLUMNS, seconds(row.lastSuccess()), seconds(row.lastTry()), seconds(row.nextTry())));
        }
        if (row.fault() != null) {
            console.out().println("    fault: " + VisibleText.of(row.fault()));
        }
    }

    private static String seconds(@Nullable Instant time) {
        return time == null ? "-" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void write(JsonGenerator json, Row row) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", row.peer().id());
        json.writeStringField("name", row.peer().name());
        json.writeStringField("url", row.peer().url());
        json.writeStringField("access", row.peer().access());
        json.writeStringField("lastSuccess", text(row.lastSuccess()));
        json.writeStringField("lastTry", text(row.lastTry()));
        json.writeStringField("nextTry", text(row.nextTry()));
        json.writeStringField("fault", row.fault());
        json.writeEndObject();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
