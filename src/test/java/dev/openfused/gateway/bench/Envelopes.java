package dev.openfused.gateway.bench;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.crypto.MessageSealer;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Messages made before the clock runs, on all cores. */
final class Envelopes {
    private static final String TEXT = "All 214 tests passed on the release branch. ".repeat(12);

    private Envelopes() {}

    /** Sealed ones that open, about 1.5 KB each. */
    static List<byte[]> sealed(TestAgent sender, TestAgent recipient, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> MessageJson.write(sender.sealTo(recipient, TEXT + i)))
                .toList();
    }

    /**
     * Sealed ones for a door that verifies but does not open: each is one ciphertext with its last bytes replaced, rightly
     * signed. A fifth of the work.
     */
    static List<byte[]> signed(TestAgent sender, TestAgent recipient, int count) {
        MessageSealer sealer = new MessageSealer(SignatureEngine.best(), Clock.systemUTC());
        byte[] ciphertext = Base64.getDecoder()
                .decode(sealer.encrypt(
                        sender.keys(), Objects.requireNonNull(recipient.keys().encryptionKey()), TEXT));
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> {
                    byte[] other = ciphertext.clone();
                    ByteBuffer.wrap(other).putInt(other.length - Integer.BYTES, i);
                    String message = Base64.getEncoder().encodeToString(other);
                    return MessageJson.write(sealer.sign(sender.name(), sender.keys(), message));
                })
                .toList();
    }
}
