package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.RegistryActs;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.UnknownAgentException;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.registry.Manifest;
import dev.openfused.gateway.registry.ManifestCheck;
import dev.openfused.gateway.registry.Registry;
import dev.openfused.gateway.registry.RegistryException;
import dev.openfused.gateway.registry.RegistryNames;
import dev.openfused.gateway.store.MeshFile;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.time.Clock;

/** Takes an agent that a registry knows into the keyring, untrusted. */
final class RegistryImport {
    private final Console console;
    private final ManifestCheck check;
    private final Clock clock;

    private RegistryImport(Console console, ManifestCheck check, Clock clock) {
        this.console = console;
        this.check = check;
        this.clock = clock;
    }

    /**
     * What became of it.
     *
     * @param entry as it stands in the keyring
     * @param manifest what the registry says
     */
    record Imported(KeyringEntry entry, Manifest manifest) {}

    /** Who decides whether somebody is taken in. */
    @FunctionalInterface
    interface Consent {
        /** To whoever is asked for by name. */
        Consent TO_ALL = found -> {};

        /**
         * Decides.
         *
         * @param found whom the registry has by that name
         * @throws CommandFailedException if not
         */
        void to(ManifestCheck.Checked found) throws CommandFailedException;
    }

    /** Whether a query names somebody in the keyring; a failure if it names several, or could be no agent's name. */
    static boolean isKnown(MeshFile mesh, String query) throws StoreException, UnknownAgentException {
        try {
            mesh.read().keyring().find(query);
            return true;
        } catch (UnknownAgentException e) {
            if (!AgentName.isValid(query) || e.isAmbiguous()) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Looks an agent up and takes it in.
     *
     * @param consent asked before anything changes
     * @throws CommandFailedException if nobody is known by that name, what is said does not hold, the key is revoked, or we know
     *     another key by that name which did not name this one
     */
    static Imported take(
            Console console, Wiring wiring, RegistryOptions options, MeshFile mesh, String name, Consent consent)
            throws Exception {
        ManifestCheck check = new ManifestCheck(new RegistryActs(SignatureEngine.soonest(1), wiring.clock()));
        try (Registry registry = options.open(console, wiring, options.settings(console, wiring))) {
            return new RegistryImport(console, check, wiring.clock()).take(mesh, registry, name, consent);
        } catch (RegistryException e) {
            throw CommandFailedException.refused(
                    "nobody in the keyring is '" + VisibleText.of(name) + "', and " + e.getMessage(),
                    "'openfuse key list' shows who is");
        }
    }

    private Imported take(MeshFile mesh, Registry registry, String name, Consent consent)
            throws IOException, StoreException, CommandFailedException {
        ManifestCheck.Checked found = RegistryOptions.find(registry, check, name);
        Manifest manifest = found.manifest();
        if (manifest.revoked()) {
            throw CommandFailedException.refused(
                    "the key of " + name + " was revoked (" + found.fingerprint() + "); it is not imported", null);
        }
        if (!found.isSigned()) {
            console.warn("what is known of " + name + " is not signed by it: only " + registry.where()
                    + ", or DNS, says so");
        }
        consent.to(found);
        String local = RegistryNames.local(manifest.name()).value();
        KeyringEntry entry = new KeyringEntry(
                local,
                manifest.name(),
                manifest.publicKey(),
                manifest.encryptionKey(),
                mesh.read().keyring().autoTrust(),
                false,
                null,
                null,
                Rfc3339.format(clock.instant()));
        for (KeyringEntry known : mesh.read().keyring().entries()) {
            if (RegistryNames.same(known.name(), local) && !known.signingKey().equals(entry.signingKey())) {
                follow(mesh, known, manifest);
            }
        }
        mesh.importKey(entry);
        console.said().println("Imported key for: " + local);
        console.said().println("  Fingerprint: " + found.fingerprint());
        return new Imported(entry, manifest);
    }

    /** Another key under a name we know: only the old one can say that it follows, and trust starts anew. */
    private void follow(MeshFile mesh, KeyringEntry known, Manifest manifest)
            throws StoreException, CommandFailedException {
        if (!check.follows(known.signingKey(), manifest)) {
            throw CommandFailedException.refused(
                    "ALARM: the registry has another key for " + known.name() + " than the one you know ("
                            + known.fingerprint() + "), and the one you know did not say so; nothing is imported",
                    "ask its owner by another way; 'openfuse key import' takes a key by hand");
        }
        mesh.followKey(known, manifest.publicKey(), manifest.encryptionKey());
        console.warn(
                known.name() + " has a new key, which its old one signed; it is not trusted until 'openfuse key trust "
                        + known.name() + "'");
    }
}
