package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.Relationship;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeshFileTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final String ALICE = "9c620a9865b6db8cc3ec23d8d5ff3db3dd37f146758d85629602e1ddfb715488";

    @TempDir
    Path folder;

    /** Every {@code .mesh.json} that a real client wrote. */
    static Stream<Path> realFiles() throws IOException {
        try (Stream<Path> stores = Files.list(Vectors.folder("openfused").resolve("stores"));
                Stream<Path> steps = Files.list(Vectors.folder("openfused").resolve("mesh"))) {
            return Stream.concat(
                    stores.filter(Files::isDirectory).map(s -> s.resolve(".mesh.json")),
                    steps.filter(f -> !f.endsWith("steps.json") && !f.toString().contains("trustedKeys.in")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("realFiles")
    void whatARealClientWroteIsReadAndNotTouchedWhereNothingChanges(Path original) throws Exception {
        MeshFile file = copyOf(original);
        Object inode = Files.getAttribute(mesh(), "unix:ino");

        Mesh read = file.update(mesh -> mesh);

        JsonNode json = Vectors.json(original);
        assertThat(read.name()).isEqualTo(json.get("name").asText());
        assertThat(read.peers()).hasSize(json.get("peers").size());
        assertThat(read.keyring().entries()).hasSize(json.path("keyring").size());
        assertThat(mesh()).hasSameBinaryContentAs(original);
        assertThat(Files.getAttribute(mesh(), "unix:ino")).isEqualTo(inode);
    }

    @ParameterizedTest
    @MethodSource("realFiles")
    void aChangeTakenBackLeavesTheFileByteForByteAsItWas(Path original) throws Exception {
        MeshFile file = copyOf(original);

        file.update(mesh -> mesh.withKeys("other", mesh.encryptionKey()));
        assertThat(Files.readString(mesh())).isNotEqualTo(Files.readString(original));
        String key = Vectors.json(original).path("publicKey").asText(null);
        file.update(mesh -> mesh.withKeys(key, mesh.encryptionKey()));

        assertThat(mesh()).hasSameBinaryContentAs(original);
    }

    @Test
    void trustIsWrittenAsTheOriginalWritesIt() throws Exception {
        MeshFile file = copyOf(vector("R-after-import.head.json"));

        file.changeEntry("alice", entry -> with(entry, true, entry.subscribed(), entry.relationship(), entry.note()));

        assertThat(mesh()).hasSameBinaryContentAs(vector("R-after-trust.head.json"));
    }

    @Test
    void aPeerIsWrittenAsTheOriginalWritesIt() throws Exception {
        MeshFile file = copyOf(vector("R-after-trust.head.json"));

        Mesh.Peer peer = file.addPeer("p1", "http://peer.example:2053/", "readwrite");

        assertThat(peer.id()).matches("[A-Za-z0-9_-]{12}");
        assertThat(Files.readString(mesh()).replace(peer.id(), "EiYW9RqLtghj"))
                .isEqualTo(Files.readString(vector("R-peer-add.head.json")));
        file.removePeer("p1");
        assertThat(mesh()).hasSameBinaryContentAs(vector("R-after-trust.head.json"));
    }

    @Test
    void theFirstKeyOfAStoreWithoutAKeyringIsWrittenAsTheOriginalWritesIt() throws Exception {
        MeshFile file = copyOf(vector("R-after-init.head.json"));
        for (KeyringEntry entry : copyIn("other", vector("R-after-import.head.json"))
                .read()
                .keyring()
                .entries()) {
            file.importKey(entry);
        }

        assertThat(mesh()).hasSameBinaryContentAs(vector("R-after-import.head.json"));
    }

    @Test
    void fieldsOfVersionFiveStandWhereTheOriginalDeclaresThem() throws Exception {
        Path constructed = vector("R-v0.5-fields.constructed.json");
        MeshFile file = copyOf(vector("R-after-trust.head.json"));
        for (KeyringEntry wanted : copyIn("other", constructed).read().keyring().entries()) {
            file.changeEntry(
                    wanted.name(),
                    entry -> with(entry, wanted.trusted(), wanted.subscribed(), wanted.relationship(), wanted.note()));
        }

        assertThat(file.read()).isEqualTo(copyIn("again", constructed).read());
        JsonNode entry = Vectors.json(mesh()).at("/keyring/0");
        List<String> fields = new ArrayList<>();
        entry.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).last().isEqualTo("added");
    }

    @Test
    void fieldsThatWeDoNotKnowSurviveEveryChange() throws Exception {
        String json = """
                {
                  "id": "3JICPw5X6ucG",
                  "future": {
                    "x": [1.0, 1e400, 12345678901234567890, null, {}, [], "\\u001f/é\u2028"]
                  },
                  "name": "bob",
                  "created": "2026-11-23T02:31:46.354253+00:00",
                  "peers": [
                    {"id": "a", "name": "p1", "url": "http://p1.example", "access": "read", "mountPath": "/m", "new": true}
                  ],
                  "keyring": [
                    {"name": "alice", "signingKey": " KEY\\n", "trusted": false, "new": {"deep": 1}, "added": "x"},
                    "not an entry",
                    {"name": 7}
                  ]
                }
                """.replace("KEY", ALICE);
        MeshFile file = fileWith(json);

        file.changeEntry("alice", entry -> with(entry, true, true, Relationship.INTERNAL, "ops"));
        file.addPeer("p2", "ssh://host:/srv/store", "read");
        file.removePeer("p2");

        JsonNode after = Vectors.json(mesh());
        assertThat(after.get("future")).isEqualTo(Vectors.json(copy(json)).get("future"));
        assertThat(Files.readString(mesh())).contains("1.0,", "\"\\u001f/é\u2028\"", "{},", "[],");
        assertThat(after.at("/peers/0/mountPath").asText()).isEqualTo("/m");
        assertThat(after.at("/peers/0/new").asBoolean()).isTrue();
        assertThat(after.at("/keyring/0/new/deep").asInt()).isEqualTo(1);
        assertThat(after.at("/keyring/0/signingKey").asText()).isEqualTo(' ' + ALICE + '\n');
        assertThat(after.at("/keyring/0/address").asText(null)).isEmpty();
        assertThat(after.at("/keyring/0/relationship").asText()).isEqualTo("internal");
        assertThat(after.at("/keyring/1").asText()).isEqualTo("not an entry");
        assertThat(after.at("/keyring/2/name").asInt()).isEqualTo(7);
    }

    @Test
    void trustedKeysOfTheFirstVersionAreFoldedIntoTheKeyringAtTheFirstReading() throws Exception {
        MeshFile file = copyOf(vector("legacy-trustedKeys.in.json"));

        Mesh mesh = file.read();

        Mesh expected =
                copyIn("out", vector("legacy-trustedKeys.out.head.json")).read();
        assertThat(mesh.keyring().entries())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("added")
                .isEqualTo(expected.keyring().entries());
        JsonNode saved = Vectors.json(mesh());
        assertThat(saved.has("trustedKeys")).isFalse();
        assertThat(saved.at("/keyring/0/added").asText()).isEqualTo("2026-11-24T10:00:00.000Z");
        assertThat(saved.at("/future/x").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"name\": \"bob\", \"keyring\": {}}",
                "{\"id\": \"x\"}",
                "{\"name\": \"bob\"} trailing",
                "{\"name\": \"bob\", \"name\": \"eve\"}"
            })
    void aCorruptFileIsOneClearErrorAndNeverWrittenOver(String text) throws Exception {
        MeshFile file = fileWith(text);

        for (ThrowingCallable act : List.<ThrowingCallable>of(
                file::read, () -> file.update(mesh -> mesh), () -> file.importKey(entry("alice", ALICE)))) {
            assertThatThrownBy(act)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(".mesh.json")
                    .hasMessageContaining("malformed and left as it is")
                    .hasMessageNotContaining("\n");
        }
        assertThat(mesh()).hasContent(text);
    }

    @Test
    void aFileThatIsALinkIsNotRead() throws Exception {
        MeshFile file = fileWith("{}");
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "{\"name\": \"eve\"}");
        Files.delete(mesh());
        Files.createSymbolicLink(mesh(), elsewhere);

        assertThatThrownBy(file::read).isInstanceOf(StoreException.class).hasMessageContaining("symbolic link");
    }

    @Test
    void absentListsAreEmptyAndAbsentAddressesToo() throws Exception {
        Mesh mesh = fileWith("{\"name\": \"bob\"}").read();

        assertThat(mesh.peers()).isEmpty();
        assertThat(mesh.keyring().entries()).isEmpty();
        Mesh withEntry = fileWith("{\"name\":\"bob\",\"keyring\":[{\"name\":\"alice\",\"signingKey\":\"x\"}]}")
                .read();
        assertThat(withEntry.keyring().entries())
                .extracting(KeyringEntry::address)
                .containsExactly("");
    }

    @Test
    void whatAnotherProcessWroteIsSeen() throws Exception {
        MeshFile file = copyOf(vector("R-after-import.head.json"));
        assertThat(file.read().keyring().find("alice").trusted()).isFalse();

        Files.copy(vector("R-after-trust.head.json"), folder.resolve("new"));
        Files.move(folder.resolve("new"), mesh(), StandardCopyOption.ATOMIC_MOVE);

        assertThat(file.read().keyring().find("alice").trusted()).isTrue();
    }

    @Test
    void aFileThatDidNotChangeIsNotParsedAgain() throws Exception {
        MeshFile file = copyOf(vector("R-after-trust.head.json"));
        Files.setLastModifiedTime(mesh(), FileTime.from(NOW.minusSeconds(60)));

        assertThat(file.read()).isSameAs(file.read());
    }

    @Test
    void theFileKeepsItsPermissions() throws Exception {
        MeshFile file = copyOf(vector("R-after-trust.head.json"));
        Files.setPosixFilePermissions(mesh(), PosixFilePermissions.fromString("rw-rw-r--"));

        file.addPeer("p1", "https://p1.example", "read");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mesh())))
                .isEqualTo("rw-rw-r--");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a key",
                "9C620A9865B6DB8CC3EC23D8D5FF3DB3DD37F146758D85629602E1DDFB715488",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000"
            })
    void aKeyThatIsNoneIsNotImported(String key) throws Exception {
        assertImportRefused(entry("eve", key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../../planted", ".a", "a b", "a\nb", "BOB"})
    void aNameThatIsNoneIsNotImported(String name) throws Exception {
        assertImportRefused(entry(name, AgentKeys.generate().publicKey()));
    }

    @Test
    void anAgeKeyWithAWrongChecksumIsNotImported() throws Exception {
        String good = String.valueOf(AgentKeys.generate().encryptionKey());
        String bad = good.substring(0, 61) + (good.endsWith("q") ? 'p' : 'q');
        assertImportRefused(new KeyringEntry("eve", "", ALICE, bad, false, false, null, null, "x"));
    }

    @Test
    void anAddressThatWouldForgeALineIsNotImported() throws Exception {
        assertImportRefused(new KeyringEntry("eve", "eve@x\n[VERIFIED]", ALICE, null, false, false, null, null, "x"));
    }

    @Test
    void importingAKnownKeyAgainKeepsItsStanding() throws Exception {
        MeshFile file = copyOf(vector("R-after-trust.head.json"));
        String age = AgentKeys.generate().encryptionKey();

        file.importKey(new KeyringEntry("alice", "", ALICE, age, false, false, null, null, "now"));

        KeyringEntry alice = file.read().keyring().find("alice");
        assertThat(alice.trusted()).isTrue();
        assertThat(alice.address()).isEqualTo("alice-agent@alice.local");
        assertThat(alice.encryptionKey()).isEqualTo(age);
        assertThat(alice.added()).isEqualTo("2026-11-23T02:31:47.137Z");
        assertThat(file.read().keyring().entries()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not a url",
                "ftp://host",
                "http://",
                "ssh://-oProxyCommand=x:/srv",
                "ssh://host:/srv;rm",
                "ssh://host",
                "http://host/ path",
                "ssh://host:-x"
            })
    void anAddressThatIsNoneIsNoPeer(String url) throws Exception {
        MeshFile file = copyOf(vector("R-after-trust.head.json"));

        assertThatThrownBy(() -> file.addPeer("p1", url, "read"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not a peer's address");
        assertThatThrownBy(() -> file.addPeer("../p1", "http://host", "read")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> file.addPeer("p1", "http://host", "whatever")).isInstanceOf(StoreException.class);
        assertThat(mesh()).hasSameBinaryContentAs(vector("R-after-trust.head.json"));
    }

    @Test
    void aPeerNameIsUsedOnce() throws Exception {
        MeshFile file = copyOf(vector("R-after-trust.head.json"));
        file.addPeer("p1", "http://host", "read");

        assertThatThrownBy(() -> file.addPeer("p1", "http://other", "read"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("already there");
        assertThatThrownBy(() -> file.removePeer("p2")).isInstanceOf(StoreException.class);
    }

    private void assertImportRefused(KeyringEntry entry) throws Exception {
        Path original = vector("R-after-trust.head.json");
        MeshFile file = fileWith(Files.readString(original).replace("\"dave\"", "\"bob\""));
        String before = Files.readString(mesh());

        assertThatThrownBy(() -> file.importKey(entry))
                .isInstanceOf(StoreException.class)
                .hasMessageNotContaining("\n");
        assertThat(mesh()).hasContent(before);
    }

    private static KeyringEntry entry(String name, String key) {
        return new KeyringEntry(name, "", key, null, false, false, null, null, "2026-11-24T10:00:00.000Z");
    }

    private static KeyringEntry with(
            KeyringEntry entry,
            boolean trusted,
            boolean subscribed,
            @Nullable Relationship relationship,
            @Nullable String note) {
        return new KeyringEntry(
                entry.name(),
                entry.address(),
                entry.signingKey(),
                entry.encryptionKey(),
                trusted,
                subscribed,
                relationship,
                note,
                entry.added());
    }

    private static Path vector(String name) {
        return Vectors.folder("openfused").resolve("mesh").resolve(name);
    }

    private Path mesh() {
        return folder.resolve(".mesh.json");
    }

    private Path copy(String text) throws IOException {
        return Files.writeString(folder.resolve("copy.json"), text);
    }

    private MeshFile copyOf(Path original) throws IOException {
        return fileWith(Files.readString(original));
    }

    private MeshFile copyIn(String name, Path original) throws IOException {
        Path other = Files.createDirectory(folder.resolve(name));
        Files.copy(original, other.resolve(".mesh.json"));
        return file(other);
    }

    private MeshFile fileWith(String text) throws IOException {
        Files.writeString(mesh(), text);
        return file(folder);
    }

    private static MeshFile file(Path root) {
        return new MeshFile(
                root, new StoreGuard(root), new WholeFile(Durability.NONE), Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
