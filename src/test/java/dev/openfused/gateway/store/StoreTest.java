package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.message.AgentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTest {
    @TempDir
    Path folder;

    @Test
    void aFreshStoreHasTheLayoutOfTheProtocol() throws Exception {
        Store.init(folder.resolve("wisp"), "wisp");

        assertThat(paths(folder.resolve("wisp")))
                .containsExactly(
                        ".keys",
                        ".keys/age.key",
                        ".keys/age.pub",
                        ".keys/private.key",
                        ".keys/public.key",
                        ".lock",
                        ".mesh.json",
                        ".peers",
                        "CONTEXT.md",
                        "PROFILE.md",
                        "history",
                        "inbox",
                        "knowledge",
                        "outbox",
                        "shared");
        assertThat(Files.readString(folder.resolve("wisp/CONTEXT.md")))
                .contains(
                        "# Context\n",
                        "## Current State\n",
                        "## Goals\n",
                        "## Recent Activity\n",
                        "## Security Policy\n");
        assertThat(Files.readString(folder.resolve("wisp/PROFILE.md")))
                .contains(
                        "# Profile\n",
                        "## Endpoint\n",
                        "## Capabilities\n",
                        "- inbox\n- shared\n- knowledge\n",
                        "## Description\n");
    }

    @Test
    void keysStandInTheFilesOfTheProtocolWithoutANewline() throws Exception {
        AgentKeys keys = Store.init(folder, "wisp").keys();

        assertThat(folder.resolve(".keys/private.key"))
                .hasContent(keys.seedHex())
                .hasSize(64);
        assertThat(folder.resolve(".keys/public.key"))
                .hasContent(keys.publicKey())
                .hasSize(64);
        assertThat(folder.resolve(".keys/age.key"))
                .hasContent(keys.ageIdentities().get(0));
        assertThat(folder.resolve(".keys/age.pub"))
                .hasContent(keys.encryptionKey())
                .hasSize(62);
        assertThat(Store.open(folder).mesh().read().publicKey()).isEqualTo(keys.publicKey());
        assertThat(Store.open(folder).mesh().read().encryptionKey()).isEqualTo(keys.encryptionKey());
    }

    @Test
    void privateFilesAreOursOnly() throws Exception {
        Store.init(folder, "wisp").channel("ops-slack");

        assertThat(mode(".keys")).isEqualTo("rwx------");
        assertThat(mode(".keys/private.key")).isEqualTo("rw-------");
        assertThat(mode(".keys/age.key")).isEqualTo("rw-------");
        assertThat(mode(".gateway")).isEqualTo("rwx------");
        assertThat(mode(".gateway/channels/ops-slack/private.key")).isEqualTo("rw-------");
    }

    @Test
    void makingAStoreAgainChangesNothing() throws Exception {
        Store.init(folder, "wisp");
        Files.writeString(folder.resolve("CONTEXT.md"), "mine");
        Map<String, String> before = contents(folder);

        Store.init(folder, "wisp");

        assertThat(contents(folder)).isEqualTo(before);
    }

    @Test
    void whatIsMissingIsCompletedAroundTheKeysThatAreThere() throws Exception {
        AgentKeys keys = Store.init(folder, "wisp").keys();
        Files.delete(folder.resolve(".mesh.json"));
        Files.delete(folder.resolve(".keys/public.key"));
        Files.delete(folder.resolve("inbox"));

        Store again = Store.init(folder, "wisp");

        assertThat(again.keys().publicKey()).isEqualTo(keys.publicKey());
        assertThat(again.mesh().read().publicKey()).isEqualTo(keys.publicKey());
        assertThat(folder.resolve(".keys/public.key")).hasContent(keys.publicKey());
        assertThat(folder.resolve("inbox")).isDirectory();
    }

    @Test
    void anotherAgentsStoreIsLeftAlone() throws Exception {
        Store.init(folder, "wisp");
        Map<String, String> before = contents(folder);

        assertThatThrownBy(() -> Store.init(folder, "alice"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is the store of 'wisp'");
        assertThat(contents(folder)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".a", "-a", "a..b", "a/b", "../../planted", "é", "a b"})
    void aNameThatLeadsElsewhereMakesNoStore(String name) {
        assertThatThrownBy(() -> Store.init(folder.resolve("x"), name))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not a name");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void aDirectoryWithoutAStoreIsNotOpenedAndSaysHowToMakeOne() {
        assertThatThrownBy(() -> Store.open(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no store in")
                .hasMessageContaining("openfuse init");
        assertThatThrownBy(() -> Store.open(folder.resolve("nowhere"))).isInstanceOf(StoreException.class);
    }

    @Test
    void aRetiredAgeKeyStillBelongsToTheAgent() throws Exception {
        Store store = Store.init(folder, "wisp");
        AgentKeys old = AgentKeys.generate();
        Files.createDirectory(folder.resolve(".keys/retired"));
        Files.writeString(
                folder.resolve(".keys/retired/age-2026-01-01.key"),
                old.ageIdentities().get(0) + "\n");

        AgentKeys keys = store.keys();

        assertThat(keys.ageIdentities())
                .hasSize(2)
                .last()
                .isEqualTo(old.ageIdentities().get(0));
        assertThat(folder.resolve(".keys/age.pub")).hasContent(keys.encryptionKey());
    }

    @Test
    void aMissingOrMalformedKeyIsNamedWithoutItsValue() throws Exception {
        Store store = Store.init(folder, "wisp");

        Files.writeString(folder.resolve(".keys/private.key"), "not-a-key-but-a-secret");
        assertThatThrownBy(store::keys)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("malformed")
                .hasMessageNotContaining("secret");

        Files.delete(folder.resolve(".keys/private.key"));
        assertThatThrownBy(store::keys).isInstanceOf(StoreException.class).hasMessageContaining("missing");
    }

    @Test
    void privateKeysOfTheOriginalAreTightenedAndNamed() throws Exception {
        Store store = Store.init(folder, "wisp");
        Files.setPosixFilePermissions(folder.resolve(".keys"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder.resolve(".keys/age.key"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(store.tightenPermissions()).containsExactly(".keys/", ".keys/age.key");
        assertThat(mode(".keys")).isEqualTo("rwx------");
        assertThat(mode(".keys/age.key")).isEqualTo("rw-------");
        assertThat(store.tightenPermissions()).isEmpty();
    }

    @Test
    void thePublicKeysFollowThePrivateKey() throws Exception {
        Store store = Store.init(folder, "wisp");
        AgentKeys other = AgentKeys.generate();
        Files.writeString(folder.resolve(".keys/private.key"), other.seedHex());

        assertThat(store.alignIdentity()).isTrue();

        assertThat(store.mesh().read().publicKey()).isEqualTo(other.publicKey());
        assertThat(folder.resolve(".keys/public.key")).hasContent(other.publicKey());
        assertThat(store.alignIdentity()).isFalse();
    }

    @Test
    void aChannelKeepsItsOwnKeys() throws Exception {
        Store store = Store.init(folder, "wisp");

        ChannelAgent first = store.channel("ops-slack");
        ChannelAgent again = Store.open(folder).channel("ops-slack");

        assertThat(first.name()).isEqualTo("gateway.ops-slack");
        assertThat(again.keys().publicKey()).isEqualTo(first.keys().publicKey());
        assertThat(first.keys().publicKey())
                .isNotEqualTo(store.keys().publicKey())
                .isNotEqualTo(store.channel("ops-mail").keys().publicKey());
    }

    @Test
    void aChannelNameCantLeadOutOfTheStore() throws Exception {
        Store store = Store.init(folder, "wisp");

        assertThatThrownBy(() -> store.channel("../../planted")).isInstanceOf(StoreException.class);
    }

    @Test
    void temporaryFilesOfDeadWritersAreRemovedAndThoseOfLivingOnesKept() throws Exception {
        Store store = Store.init(folder, "wisp");
        Path dead = Files.writeString(folder.resolve("inbox/.a.json.tmp"), "{");
        Files.createDirectories(folder.resolve("outbox/bob-0A6DB410"));
        Path deadToo = Files.writeString(folder.resolve("outbox/bob-0A6DB410/.b.json.tmp"), "{");
        store.inbox().quarantine().put("c.json", new byte[0]);
        Path deadInQuarantine = Files.writeString(folder.resolve("inbox/.quarantine/.c.json.tmp"), "{");

        Files.createDirectories(folder.resolve(".peers/bob/shared/deep"));
        Path deadOfAPeer = Files.writeString(folder.resolve(".peers/bob/shared/deep/.d.bin.tmp"), "{");
        Path ofAPeer = Files.writeString(folder.resolve(".peers/bob/shared/deep/d.bin"), "{");
        store.peerFiles(new AgentName("bob")).keepState(new byte[0]);
        Path deadState = Files.writeString(folder.resolve(".gateway/sync/.bob.state.tmp"), "{");

        Files.createDirectories(folder.resolve(".gateway/channels/ops"));
        Path deadChannel = Files.writeString(folder.resolve(".gateway/channels/ops/.age.key.tmp"), "A");
        Path living = Files.writeString(folder.resolve(".peers/bob/shared/deep/.e.bin.tmp"), "{");

        Leftovers leftovers = store.leftovers();
        assertThat(leftovers.remove()).isZero();
        Files.writeString(living, "{}");
        assertThat(leftovers.remove()).isEqualTo(6);
        assertThat(living).exists();
        assertThat(deadChannel).doesNotExist();
        assertThat(deadInQuarantine).doesNotExist();
        assertThat(dead).doesNotExist();
        assertThat(deadToo).doesNotExist();
        assertThat(deadOfAPeer).doesNotExist();
        assertThat(deadState).doesNotExist();
        assertThat(ofAPeer).exists();
    }

    @Test
    void oneServeHoldsAStoreAndTheSecondLearnsWhoDoes() throws Exception {
        Store store = Store.init(folder, "wisp");

        try (StoreLock lock = StoreLock.acquire(store, Clock.systemUTC())) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> StoreLock.acquire(Store.open(folder), Clock.systemUTC()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(
                            "is served by process " + ProcessHandle.current().pid() + " since 2");
            assertThat(StoreLock.holder(store)).hasValueSatisfying(h -> assertThat(h)
                    .startsWith(String.valueOf(ProcessHandle.current().pid())));
        }

        assertThat(StoreLock.holder(store)).isEmpty();
        StoreLock.acquire(store, Clock.systemUTC()).close();
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
    }

    private static java.util.List<String> paths(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(p -> !p.equals(root))
                    .map(p -> root.relativize(p).toString())
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String path : paths(root)) {
            Path file = root.resolve(path);
            contents.put(
                    path, Files.isRegularFile(file) ? Files.readString(file) + Files.getLastModifiedTime(file) : "");
        }
        return contents;
    }
}
