package dev.openfused.gateway.keyring;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.crypto.Fingerprint;
import dev.openfused.gateway.message.Rfc3339;
import dev.openfused.gateway.message.VisibleText;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An agent's public keys as text that people pass on: what {@code key export} prints and {@code key import} reads
 * (protocol section 4).
 *
 * @param signingKey Ed25519, 64 lower-case hex digits, or null if the text holds an age key only
 * @param encryptionKey {@code age1…}, or null
 */
public record KeyExport(
        @Nullable String signingKey, @Nullable String encryptionKey) {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern AGE = Pattern.compile("age1[0-9a-z]{58}");
    private static final String SIGNING = "signing:";
    private static final String ENCRYPTION = "encryption:";

    /**
     * The public keys of an agent of ours.
     *
     * @param keys its keys
     * @return both public keys
     */
    public static KeyExport of(AgentKeys keys) {
        return new KeyExport(keys.publicKey(), keys.encryptionKey());
    }

    /**
     * Reads the export format, or bare keys, one a line; empty lines and those that start with {@code #} are skipped.
     *
     * @param text what was exported
     * @return the keys in it
     * @throws IllegalArgumentException one line for people, if anything else is in it, a key is there twice, or none is
     */
    public static KeyExport parse(String text) {
        String signing = null;
        String encryption = null;
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String key = withoutLabel(line);
            if (HEX.matcher(key).matches() && !line.startsWith(ENCRYPTION)) {
                signing = once(signing, key.toLowerCase(Locale.ROOT));
            } else if (AGE.matcher(key).matches() && !line.startsWith(SIGNING)) {
                encryption = once(encryption, key);
            } else {
                // The line is not shown: it may be a private key, given by mistake.
                throw new IllegalArgumentException("line " + number
                        + " is not a public key: expected 'signing:' and 64 hex digits, or 'encryption:' and age1…");
            }
        }
        if (signing == null && encryption == null) {
            throw new IllegalArgumentException("there is no public key in it");
        }
        return new KeyExport(signing, encryption);
    }

    /**
     * These keys, with an age key from elsewhere.
     *
     * @param age {@code age1…}, or null to change nothing
     * @return the keys
     * @throws IllegalArgumentException if it is no age key, or another one is there already
     */
    public KeyExport orEncryptionKey(@Nullable String age) {
        if (age == null) {
            return this;
        }
        if (!AGE.matcher(age).matches()) {
            throw new IllegalArgumentException("'" + VisibleText.of(age) + "' is not an age key: expected age1…");
        }
        return new KeyExport(signingKey, once(encryptionKey, age));
    }

    /**
     * The export format: two comment lines, then the keys.
     *
     * @param name the agent's name
     * @param id the agent's id
     * @return lines, each ended by a line feed
     */
    public String text(String name, String id) {
        String signing = Objects.requireNonNull(signingKey, "an agent has a signing key");
        return "# OpenFuse key export: " + VisibleText.of(name) + " (" + VisibleText.of(id) + ")\n# Fingerprint: "
                + Fingerprint.of(signing) + '\n' + SIGNING + signing + '\n'
                + (encryptionKey == null ? "" : ENCRYPTION + encryptionKey + '\n');
    }

    /**
     * The keyring entry that these keys make. An import never trusts by itself, except in a workspace, which trusts
     * everybody it knows.
     *
     * @param keyring who is known; an age key alone goes to the agent known under the name
     * @param name what we call the agent
     * @param address {@code name@host} or empty
     * @param now when it is added
     * @return the entry to import
     * @throws UnknownAgentException if there is no signing key, and none or several are known under the name
     */
    public KeyringEntry entry(Keyring keyring, String name, String address, Instant now) throws UnknownAgentException {
        KeyringEntry known = signingKey == null ? keyring.find(name) : null;
        return new KeyringEntry(
                known == null ? name : known.name(),
                address,
                known == null ? Objects.requireNonNull(signingKey) : known.signingKey(),
                encryptionKey,
                keyring.autoTrust(),
                false,
                null,
                null,
                Rfc3339.format(now));
    }

    private static String withoutLabel(String line) {
        return line.replaceFirst("^(" + SIGNING + '|' + ENCRYPTION + ")\\s*", "");
    }

    private static String once(@Nullable String had, String key) {
        if (had != null && !had.equals(key)) {
            throw new IllegalArgumentException("there are two different keys of one kind in it");
        }
        return key;
    }
}
