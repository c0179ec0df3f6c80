package dev.openfused.gateway.registry;

import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.crypto.RegistryActs;
import dev.openfused.gateway.crypto.SigningKey;
import dev.openfused.gateway.message.VisibleText;
import java.util.regex.Pattern;

/** Believes nothing that a registry says: fingerprints are computed, signatures are verified. */
public final class ManifestCheck {
    private static final Pattern AGE = Pattern.compile("age1[a-z0-9]{58}");

    /** The signed text has its parts between bars: none may hold one. */
    private static final Pattern ENDPOINT = Pattern.compile("[!-{}~]{0,2048}");

    private final RegistryActs acts;

    /**
     * A check.
     *
     * @param acts verifies signatures
     */
    public ManifestCheck(RegistryActs acts) {
        this.acts = acts;
    }

    /**
     * A manifest whose key, fingerprint and signature were looked at.
     *
     * @param manifest what it says
     * @param fingerprint of its key, computed
     * @param isSigned whether the key it names signed it; a registry that says so is not believed
     */
    public record Checked(Manifest manifest, Fingerprint fingerprint, boolean isSigned) {}

    /**
     * Checks what came back for a name.
     *
     * @param asked the name
     * @param manifest what the registry, or DNS, said
     * @return the same, as far as it holds
     * @throws IllegalArgumentException with a line for people, if it is of somebody else, its key is none, or its fingerprint or
     *     signature do not hold
     */
    public Checked check(String asked, Manifest manifest) {
        if (!RegistryNames.same(asked, manifest.name())) {
            throw new IllegalArgumentException(
                    "it is about '" + VisibleText.of(manifest.name()) + "', not '" + VisibleText.of(asked) + "'");
        }
        RegistryNames.local(manifest.name());
        Fingerprint fingerprint = new SigningKey(manifest.publicKey()).fingerprint();
        if (!manifest.fingerprint().isEmpty() && !manifest.fingerprint().equals(fingerprint.value())) {
            throw new IllegalArgumentException("it claims the fingerprint " + VisibleText.of(manifest.fingerprint())
                    + ", but that of its key is " + fingerprint);
        }
        if (manifest.encryptionKey() != null
                && !AGE.matcher(manifest.encryptionKey()).matches()) {
            throw new IllegalArgumentException("its encryption key is no age key");
        }
        if (!ENDPOINT.matcher(manifest.endpoint()).matches()) {
            throw new IllegalArgumentException(
                    "its endpoint holds blanks, '|' or what is no ASCII, or more than 2,048 characters");
        }
        if (manifest.signed() == null) {
            return new Checked(manifest, fingerprint, false);
        }
        if (!acts.isRegistration(
                manifest.name(),
                manifest.endpoint(),
                manifest.publicKey(),
                manifest.encryptionKey(),
                manifest.signed())) {
            throw new IllegalArgumentException("its signature does not hold");
        }
        return new Checked(manifest, fingerprint, true);
    }

    /**
     * Whether a key was given up for the manifest's key, step by step, each signed by the one before.
     *
     * @param known the key that we know
     * @param manifest of the same agent
     * @return true if an unbroken chain leads from the one to the other
     */
    public boolean follows(String known, Manifest manifest) {
        String at = known;
        for (Manifest.Rotation rotation : manifest.rotations()) {
            if (rotation.from().equals(at)
                    && acts.isRotation(manifest.name(), rotation.from(), rotation.to(), rotation.signed())) {
                at = rotation.to();
            }
        }
        return at.equals(manifest.publicKey()) && !known.equals(manifest.publicKey());
    }
}
