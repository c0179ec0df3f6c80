package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.MessageOpener;
import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.MessageJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stores that real clients made, with the empty folders and the modes they had. */
class RealStoresTest {
    @TempDir
    Path folder;

    static Stream<String> names() {
        Iterable<String> names =
                () -> Vectors.openfused("stores/trees.json").get("trees").fieldNames();
        return StreamSupport.stream(names.spliterator(), false).toList().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aRealStoreOpensAndNothingInItChanges(String name) throws Exception {
        Path root = copy(name);
        Map<String, String> before = contents(root);

        Store store = Store.open(root);
        store.mesh().update(mesh -> mesh);

        assertThat(store.keys().publicKey()).isEqualTo(store.mesh().read().publicKey());
        assertThat(store.keys().encryptionKey()).isEqualTo(store.mesh().read().encryptionKey());
        assertThat(store.alignIdentity()).isFalse();
        for (Outbox.Entry entry : store.outbox().waiting()) {
            assertThat(MessageJson.write(MessageJson.read(store.outbox().read(entry))))
                    .isEqualTo(store.outbox().read(entry));
        }
        assertThat(contents(root)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("names")
    void makingARealStoreAgainAddsNothingButTheLock(String name) throws Exception {
        Path root = copy(name);
        Map<String, String> before = contents(root);

        Store.init(root, name);

        assertThat(contents(root)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("names")
    void theModesOfARealStoreAreTightened(String name) throws Exception {
        Path root = copy(name);

        assertThat(Store.open(root).tightenPermissions()).contains(".keys/");

        for (String key : new String[] {".keys/private.key", ".keys/age.key"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(key))))
                    .isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyRealMessageIsShownAndNoneEndsTheListing(String name) throws Exception {
        Path root = copy(name);
        Store store = Store.open(root);
        for (Vectors.Message message : Vectors.messages()) {
            Files.write(root.resolve("inbox").resolve(message.file()), message.content());
        }
        long files = names(store).filter(Inbox::isMessage).count();

        MessageOpener opener = new MessageOpener(
                new MessageVerifier(SignatureEngine.best()), store.mesh().read().keyring(), store.keys());
        try (InboxListing listing = InboxListing.of(store.inbox(), opener, message -> true)) {
            assertThat(listing.hidden()).isZero();
            assertThat((long) listing.shown()).isPositive().isLessThanOrEqualTo(files);
            List<MessageId> ids = new ArrayList<>();
            listing.each(item -> ids.add(item.message().id()));
            assertThat(ids).hasSize(listing.shown()).doesNotHaveDuplicates();
        }
    }

    private static Stream<String> names(Store store) throws IOException {
        try (Stream<Path> files = Files.list(store.inbox().directory())) {
            return files.map(f -> f.getFileName().toString()).toList().stream();
        }
    }

    private Path copy(String name) throws IOException {
        Path from = Vectors.folder("openfused").resolve("stores").resolve(name);
        Path root = folder.resolve(name);
        Files.createDirectory(root);
        for (JsonNode entry :
                Vectors.openfused("stores/trees.json").get("trees").get(name)) {
            String path = entry.get("path").asText();
            Path target = root.resolve(path);
            if (path.endsWith("/")) {
                Files.createDirectories(target);
            } else {
                Files.copy(from.resolve(path), target);
            }
            int mode = Integer.parseInt(entry.get("mode").asText(), 8);
            Files.setAttribute(target, "unix:mode", mode);
        }
        return root;
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(f -> !f.endsWith(StoreGuard.FILE)).toList()) {
                contents.put(
                        root.relativize(file).toString(),
                        Files.isRegularFile(file) ? Files.readString(file) + Files.getAttribute(file, "unix:ino") : "");
            }
        }
        return contents;
    }
}
