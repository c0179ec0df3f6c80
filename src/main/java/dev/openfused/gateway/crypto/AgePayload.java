package dev.openfused.gateway.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * The text of an age file, in chunks of 64 KiB of which each is numbered and the last one says so: none can be taken away,
 * added or moved.
 *
 * @see <a href="https://github.com/C2SP/C2SP/blob/main/age.md">C2SP, age, "Payload"</a>
 */
final class AgePayload {
    private static final int NONCE_LENGTH = 16;
    private static final int CHUNK = 64 * 1024;
    private static final int SEALED_CHUNK = CHUNK + ChaCha20Poly1305.TAG_LENGTH;

    /** Where the last four of the counter's eleven bytes stand in a chunk's nonce; more than four nobody needs. */
    private static final int COUNTER = 7;

    /** Where the nonce says whether the chunk is the last one. */
    private static final int LAST = 11;

    private final byte[] file;
    private final int start;

    /**
     * A payload.
     *
     * @param file the age file
     * @param start where its header ends
     */
    AgePayload(byte[] file, int start) {
        this.file = file;
        this.start = start;
    }

    /**
     * Decrypts all of it.
     *
     * @param fileKey from the header, which has been authenticated
     * @throws GeneralSecurityException if anything of it was changed or is missing
     */
    byte[] open(byte[] fileKey, Hkdf hkdf, ChaCha20Poly1305 cipher) throws GeneralSecurityException {
        int at = start + NONCE_LENGTH;
        if (file.length < at + ChaCha20Poly1305.TAG_LENGTH) {
            throw new GeneralSecurityException("the payload is cut short");
        }
        byte[] key = hkdf.derive(fileKey, Arrays.copyOfRange(file, start, at), "payload");
        ByteBuffer nonce = ByteBuffer.allocate(ChaCha20Poly1305.NONCE_LENGTH);
        ByteBuffer plaintext = ByteBuffer.allocate(file.length - at);
        for (int number = 0; at < file.length; number++) {
            boolean last = file.length - at <= SEALED_CHUNK;
            int length = last ? file.length - at : SEALED_CHUNK;
            nonce.putInt(COUNTER, number).put(LAST, (byte) (last ? 1 : 0));
            byte[] chunk = cipher.open(key, nonce.array(), file, at, length);
            if (chunk.length == 0 && number > 0) {
                throw new GeneralSecurityException("an empty chunk at the end");
            }
            plaintext.put(chunk);
            at += length;
        }
        return Arrays.copyOf(plaintext.array(), plaintext.position());
    }
}
