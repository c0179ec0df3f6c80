package dev.openfused.gateway.cli;

import dev.openfused.gateway.bridge.Direction;
import dev.openfused.gateway.keyring.KeyExport;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.ChannelAgent;
import dev.openfused.gateway.store.Store;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "key",
        description = "Print the public keys that a bridge's incoming messages are signed with, for 'key import'.",
        footer = {"", "Each inward bridge has keys of its own, made on first use, which nobody trusts by itself."})
final class BridgeKeyCommand extends StoreCommand {
    private final SettingsReader settings;

    @Parameters(paramLabel = "NAME", description = "The bridge.")
    private String name = "";

    @Option(names = "--config", paramLabel = "FILE", description = "The settings; default: the installation's.")
    private @Nullable Path config;

    BridgeKeyCommand(Console console, SettingsReader settings) {
        super(console);
        this.settings = settings;
    }

    @Override
    public Integer call() throws Exception {
        boolean known = settings.read(config == null ? null : console.resolve(config)).bridges().stream()
                .anyMatch(b -> b.direction() == Direction.IN && b.name().value().equals(name));
        if (!known) {
            throw CommandFailedException.refused(
                    "no bridge '" + VisibleText.of(name) + "' with from= is in the settings",
                    "'openfuse bridge list' shows them");
        }
        Store store = store();
        ChannelAgent channel = store.channel(name);
        console.out()
                .print(KeyExport.of(channel.keys())
                        .text(channel.name(), store.mesh().read().id()));
        return ExitStatus.DONE;
    }
}
