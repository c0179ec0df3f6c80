package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 that is read in one way only. Several texts decode to the same bytes; only the one that encoding gives back is
 * taken, so that nobody makes two of one signature or key.
 */
enum CanonicalBase64 {
    /** As in envelopes: filled up with {@code =}. */
    PADDED(Base64.getEncoder()),

    /** As in age headers. */
    UNPADDED(Base64.getEncoder().withoutPadding());

    private final Base64.Encoder encoder;

    CanonicalBase64(Base64.Encoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Decodes.
     *
     * @param encoded any text
     * @return the bytes, or empty if it is not what they are encoded to
     */
    Optional<byte[]> decode(String encoded) {
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            return new String(encoder.encode(bytes), ISO_8859_1).equals(encoded)
                    ? Optional.of(bytes)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
