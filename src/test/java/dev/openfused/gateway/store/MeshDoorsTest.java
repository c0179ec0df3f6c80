package dev.openfused.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openfused.gateway.crypto.AgentKeys;
import dev.openfused.gateway.keyring.KeyringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys and peers are let into a {@code .mesh.json}. */
class MeshDoorsTest extends MeshFolder {
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

    /** A registry's word that a key follows one that is known opens no other door. */
    @Test
    void keysThatFollowKnownOnesPassTheSameDoor() throws Exception {
        Store store = Store.init(folder.resolve("follows"), "wisp");
        KeyringEntry known = entry("bob", AgentKeys.generate().publicKey());
        store.mesh().importKey(known);
        Mesh before = store.mesh().read();

        for (String[] keys :
                new String[][] {{"0".repeat(64), null}, {AgentKeys.generate().publicKey(), "age1x"}}) {
            assertThatThrownBy(() -> store.mesh().followKey(known, keys[0], keys[1]))
                    .isInstanceOf(StoreException.class);
            assertThat(store.mesh().read()).isEqualTo(before);
        }

        String next = AgentKeys.generate().publicKey();
        store.mesh().changeEntry("bob", entry -> entry.trustedAs(null, "ours"));
        store.mesh().followKey(store.mesh().read().keyring().entries().get(0), next, null);
        assertThat(store.mesh().read().keyring().entries()).singleElement().satisfies(entry -> {
            assertThat(entry.signingKey()).isEqualTo(next);
            assertThat(entry.trusted()).isFalse();
            assertThat(entry.note()).isEqualTo("ours");
        });
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
}
