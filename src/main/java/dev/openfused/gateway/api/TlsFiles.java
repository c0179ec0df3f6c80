package dev.openfused.gateway.api;

import dev.openfused.gateway.crypto.PemTls;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The server's certificate, its key and whom clients' certificates must come from, as they stand in files that may change. */
final class TlsFiles {
    private final HttpSettings.Tls files;
    private List<Object> seen = List.of();

    TlsFiles(HttpSettings.Tls files) {
        this.files = files;
    }

    /** Whether clients have to show a certificate. */
    boolean askClients() {
        return files.clientAuthorities() != null;
    }

    /** Whether the files are others than those that were read last; one {@code stat} each. */
    boolean haveChanged() throws IOException {
        return !stamp().equals(seen);
    }

    /**
     * Reads them.
     *
     * @return what the server is to use from now on
     * @throws IOException one line that says which file can't be read, or what does not fit
     */
    SSLOptions read() throws IOException {
        seen = stamp(); // before, so that a change meanwhile is seen as one
        try {
            SSLOptions options = new SSLOptions()
                    .setKeyCertOptions(KeyCertOptions.wrap(
                            PemTls.identity(Files.readAllBytes(files.certificate()), Files.readAllBytes(files.key()))));
            if (files.clientAuthorities() != null) {
                options.setTrustOptions(
                        TrustOptions.wrap(PemTls.authorities(Files.readAllBytes(files.clientAuthorities()))));
            }
            return options;
        } catch (IllegalArgumentException e) {
            throw new IOException("TLS can't be used with " + names() + ": " + e.getMessage(), e);
        }
    }

    private String names() {
        return String.join(", ", paths().map(Path::toString).toList());
    }

    private Stream<Path> paths() {
        return Stream.of(files.certificate(), files.key(), files.clientAuthorities())
                .filter(Objects::nonNull);
    }

    private List<Object> stamp() throws IOException {
        List<Object> stamp = new ArrayList<>();
        for (Path path : paths().toList()) {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            stamp.add(attributes.lastModifiedTime());
            stamp.add(attributes.size());
            stamp.add(String.valueOf(attributes.fileKey()));
        }
        return stamp;
    }
}
