package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.openfused.gateway.Vectors;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.Relationship;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we write is what the original would have written, and what we do not know stays. */
class MeshBytesTest extends MeshFolder {
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

    private Path copy(String text) throws IOException {
        return Files.writeString(folder.resolve("copy.json"), text);
    }
}
