package dev.openfused.gateway.cli;

import dev.openfused.gateway.keyring.KeyExport;
import dev.openfused.gateway.store.Mesh;
import dev.openfused.gateway.store.Store;
import dev.openfused.gateway.store.StoreException;
import picocli.CommandLine.Command;

@Command(name = "export", description = "Print this agent's public keys, for 'key import' at a peer.")
final class KeyExportCommand extends StoreCommand {
    KeyExportCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() throws StoreException {
        Store store = store();
        Mesh mesh = store.mesh().read();
        console.out().print(KeyExport.of(store.keys()).text(mesh.name(), mesh.id()));
        return ExitStatus.DONE;
    }
}
