package dev.openfused.gateway.api;

import dev.openfused.gateway.crypto.PemTls;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

/** The server's certificate, its key and whom clients' certificates must come from, as they stand in files that may change. */
final class TlsFiles {
    private final HttpSettings.Tls files;
    private final Duration handshake;
    private List<Object> seen = List.of();

    /**
     * Not read yet.
     *
     * @param files where they are
     * @param handshake how long one may take
     */
    TlsFiles(HttpSettings.Tls files, Duration handshake) {
        this.files = files;
        this.handshake = handshake;
    }

    /** Whether clients have to show a certificate. */
    boolean askClients() {
        return files.clientAuthorities() != null;
    }

    /** Whether the files are others than those that were read last, or tried to be; one {@code stat} each. */
    boolean haveChanged() {
        return !stamps().equals(seen);
    }

    /**
     * Reads them.
     *
     * @param options gets all that the server is to use from now on
     * @return the options
     * @throws IOException one line that says which file can't be read, or what is wrong with it
     */
    SSLOptions readInto(SSLOptions options) throws IOException {
        seen = stamps(); // before, so that a change meanwhile is seen as one
        List<X509Certificate> chain = from(files.certificate(), PemTls::certificates);
        X509KeyManager identity = from(files.key(), key -> PemTls.identity(chain, key));
        Path authorities = files.clientAuthorities();
        if (authorities != null) {
            options.setTrustOptions(TrustOptions.wrap(from(authorities, PemTls::authorities)));
        }
        return options.setKeyCertOptions(KeyCertOptions.wrap(identity))
                .setUseAlpn(true)
                .setSslHandshakeTimeout(handshake.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private static <T> T from(Path file, Function<byte[], T> reader) throws IOException {
        try {
            return reader.apply(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new IOException("TLS can't be used: there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException("TLS can't be used: " + file + " can't be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException("TLS can't be used: " + file + ": " + e.getMessage(), e);
        }
    }

    private List<Object> stamps() {
        return Stream.of(files.certificate(), files.key(), files.clientAuthorities())
                .filter(Objects::nonNull)
                .map(TlsFiles::stamp)
                .toList();
    }

    private static Object stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return "not there";
        }
    }
}
