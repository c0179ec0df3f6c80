package dev.openfused.gateway.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.KeyringEntry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** One writer among several processes: changes a store in one way, a few times, and ends. */
public final class StoreWriter {
    private StoreWriter() {}

    /**
     * Writes.
     *
     * @param args what to do ({@code import}, {@code send}, {@code context} or {@code receive}), the store, who we are, how often
     * @throws Exception if it can't
     */
    public static void main(String[] args) throws Exception {
        Store store = Store.open(Path.of(args[1]));
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            String who = args[2] + "-" + i;
            switch (args[0]) {
                case "import" ->
                    store.mesh()
                            .importKey(new KeyringEntry(
                                    who, "", AgentKeys.generate().publicKey(), null, false, false, null, null, "x"));
                case "send" ->
                    store.outbox()
                            .put(
                                    store.mesh().read().keyring().find("bob"),
                                    new MessageSealer(SignatureEngine.best(), Clock.systemUTC())
                                            .sign("wisp", store.keys(), who));
                case "context" ->
                    store.ownFiles()
                            .editContext(
                                    before -> new OwnFiles.Edited(
                                            (new String(before, UTF_8) + '\n' + who).getBytes(UTF_8), List.of()),
                                    LocalDate.EPOCH);
                case "receive" -> store.inbox().put("same.json", who.getBytes(UTF_8));
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }
}
