package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.RegistryActs;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.registry.Manifest;
import dev.openfused.gateway.registry.ManifestCheck;
import dev.openfused.gateway.registry.Registry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "discover",
        description = "Look an agent up at the registry. Nothing is imported.",
        footer = {
            "",
            "The fingerprint is computed from the key and the signature verified, whatever the registry says of them. [SIGNED]:",
            "the key's holder signed name, endpoint and keys; [UNSIGNED]: only the registry, or DNS, says so. JSON holds name,",
            "endpoint, publicKey, encryptionKey, fingerprint, capabilities, description, signed and revoked."
        })
final class DiscoverCommand implements Callable<Integer> {
    private final Console console;
    private final Wiring wiring;

    @Parameters(paramLabel = "NAME", description = "The agent's name, such as wisp or wisp.example.org.")
    private String name = "";

    @Mixin
    private final RegistryOptions options = new RegistryOptions();

    @Option(names = "--json", description = "Print JSON: an object.")
    private boolean asJson;

    DiscoverCommand(Console console, Wiring wiring) {
        this.console = console;
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws Exception {
        String asked = new AgentName(name).value();
        ManifestCheck check = new ManifestCheck(new RegistryActs(SignatureEngine.soonest(1), wiring.clock()));
        ManifestCheck.Checked found;
        try (Registry registry = options.open(console, wiring, options.settings(console, wiring))) {
            found = RegistryOptions.find(registry, check, asked);
        }
        if (asJson) {
            write(found);
        } else {
            print(found);
        }
        return found.manifest().revoked() ? ExitStatus.REFUSED : ExitStatus.DONE;
    }

    private void print(ManifestCheck.Checked found) {
        Manifest manifest = found.manifest();
        PrintWriter out = console.out();
        out.println(VisibleText.of(manifest.name())
                + (found.isSigned() ? "  [SIGNED]" : "  [UNSIGNED]")
                + (manifest.revoked() ? "  [REVOKED]" : ""));
        out.println(
                "  endpoint:   " + (manifest.endpoint().isEmpty() ? "(none)" : VisibleText.of(manifest.endpoint())));
        out.println("  signing:    " + manifest.publicKey());
        out.println("  encryption: " + (manifest.encryptionKey() == null ? "(no age key)" : manifest.encryptionKey()));
        out.println("  fingerprint: " + found.fingerprint());
        if (!manifest.capabilities().isEmpty()) {
            out.println("  capabilities: "
                    + manifest.capabilities().stream().map(VisibleText::of).collect(Collectors.joining(", ")));
        }
        if (manifest.description() != null) {
            out.println("  description: " + VisibleText.of(manifest.description()));
        }
        if (manifest.revoked()) {
            console.error("this key was revoked: nothing it signs counts any more");
        }
    }

    private void write(ManifestCheck.Checked found) throws IOException {
        Manifest manifest = found.manifest();
        JsonOutput.object(console.out(), json -> {
            json.writeStringField("name", manifest.name());
            json.writeStringField("endpoint", manifest.endpoint());
            json.writeStringField("publicKey", manifest.publicKey());
            json.writeStringField("encryptionKey", manifest.encryptionKey());
            json.writeStringField("fingerprint", found.fingerprint().value());
            json.writeArrayFieldStart("capabilities");
            for (String each : manifest.capabilities()) {
                json.writeString(each);
            }
            json.writeEndArray();
            json.writeStringField("description", manifest.description());
            json.writeBooleanField("signed", found.isSigned());
            json.writeBooleanField("revoked", manifest.revoked());
        });
    }
}
