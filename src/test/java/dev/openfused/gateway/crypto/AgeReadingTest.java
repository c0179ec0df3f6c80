package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.stream.StandardDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import dev.openfused.gateway.message.RejectedMessageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What comes as ciphertext is a stranger's: ours reads of it what jagged, an implementation that is not ours, reads. */
class AgeReadingTest {
    private final SignatureEngine engine = SignatureEngine.best();
    private final AgentKeys bob = AgentKeys.generate();
    private final MessageDecryptor ours = new MessageDecryptor(engine, bob);
    private final byte[] sealed = sealed("meet at nine");

    @Property(tries = 500)
    void aByteThatWasChangedIsTakenOrRefusedAlike(
            @ForAll @IntRange(max = 299) int place, @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] changed = sealed.clone();
        changed[place % sealed.length] ^= (byte) change;

        assertReadAlike(changed);
    }

    @Property(tries = 500)
    void linesOfAHeaderThatWereMovedLeftOutOrDoubledAreTakenOrRefusedAlike(
            @ForAll List<@IntRange(max = 7) Integer> order) {
        List<String> lines = new ArrayList<>(List.of(new String(sealed, ISO_8859_1).split("(?<=\n)", 7)));
        lines.add("-> grease with words\n\n");
        StringBuilder file = new StringBuilder(lines.get(0));
        order.forEach(line -> file.append(lines.get(line % lines.size())));
        file.append(lines.get(lines.size() - 3)).append(lines.get(lines.size() - 2));

        assertReadAlike(file.toString().getBytes(ISO_8859_1));
    }

    @Property(tries = 100)
    void aFileThatWasCutShortIsRefused(@ForAll @IntRange(max = 1_000) int length) {
        assertThat(ours(Arrays.copyOf(sealed, length % sealed.length))).isEmpty();
    }

    @Property(tries = 5)
    void chunksThatWereSwappedLeftOutOrAddedAreRefused(@ForAll @IntRange(min = 1, max = 3) int chunk) {
        int size = 65_536 + 16;
        byte[] large = sealed("x".repeat(4 * 65_536));
        List<byte[]> chunks = new ArrayList<>();
        int start = large.length - 4 * size;
        for (int at = start; at < large.length; at += size) {
            chunks.add(Arrays.copyOfRange(large, at, at + size));
        }
        byte[] head = Arrays.copyOf(large, start);
        List<byte[]> swapped = new ArrayList<>(chunks);
        Collections.swap(swapped, 0, chunk);
        List<byte[]> without = new ArrayList<>(chunks);
        without.remove(chunk);
        List<byte[]> more = new ArrayList<>(chunks);
        more.add(chunks.get(chunk));

        assertThat(ours(joined(head, chunks))).isPresent();
        assertThat(ours(joined(head, swapped))).isEmpty();
        assertThat(ours(joined(head, without))).isEmpty();
        assertThat(ours(joined(head, more))).isEmpty();
    }

    private void assertReadAlike(byte[] ageFile) {
        assertThat(ours(ageFile)).isEqualTo(jagged(ageFile));
    }

    private Optional<String> ours(byte[] ageFile) {
        return SealedText.in(Base64.getEncoder().encodeToString(ageFile)).flatMap(text -> {
            try {
                return Optional.of(new String(ours.decrypt(text).plaintext(), UTF_8));
            } catch (RejectedMessageException e) {
                return Optional.empty();
            }
        });
    }

    private Optional<String> jagged(byte[] ageFile) {
        Provider provider = requireNonNull(engine.provider());
        try {
            RecipientStanzaReader identity = X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(
                    bob.ageIdentities().get(0), provider);
            try (ReadableByteChannel file = Channels.newChannel(new ByteArrayInputStream(ageFile));
                    ReadableByteChannel text = new StandardDecryptingChannelFactory(provider)
                            .newDecryptingChannel(file, List.of(identity))) {
                return Optional.of(new String(Channels.newInputStream(text).readAllBytes(), UTF_8));
            }
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private byte[] sealed(String text) {
        return Base64.getDecoder()
                .decode(new MessageSealer(engine, Clock.systemUTC())
                        .encrypt(AgentKeys.generate(), requireNonNull(bob.encryptionKey()), text));
    }

    private static byte[] joined(byte[] head, List<byte[]> chunks) {
        byte[] file = Arrays.copyOf(
                head, head.length + chunks.stream().mapToInt(c -> c.length).sum());
        int at = head.length;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, file, at, chunk.length);
            at += chunk.length;
        }
        return file;
    }
}
