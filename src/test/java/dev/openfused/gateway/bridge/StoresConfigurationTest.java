package dev.openfused.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openfused.gateway.settings.ServedStore;
import dev.openfused.gateway.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several stores in one process, and what else the HTTP server is told: each mistake gets one clear line. */
class StoresConfigurationTest {
    private static final String TWO = "openfuse.stores=a,b;openfuse.stores.a.path=a;openfuse.stores.b.path=b;";

    private final Path folder;

    StoresConfigurationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Configuration read(String lines) throws SettingsException, IOException {
        Path file = Files.write(folder.resolve("application.properties"), List.of(lines.split(";")));
        return Configuration.read(file, Map.of(), Map.of(), BridgeKinds.shipped());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TWO openfuse.store=c \
                | openfuse.store (line 4) and openfuse.stores (line 1) are both set; keep one
            openfuse.stores=a \
                | openfuse.stores.a.path is missing: a file or folder (The store's directory; serve makes it, for an agent of the store's name, if there is none.)
            openfuse.stores=a;openfuse.bridge.x.to=webhook;openfuse.bridge.x.url=https://e.org/;openfuse.bridge.x.store=a \
                | openfuse.stores.a.path is missing: a file or folder (The store's directory; serve makes it, for an agent of the store's name, if there is none.)
            openfuse.stores=a/b;openfuse.stores.a.path=a \
                | openfuse.stores (line 1): 'a/b' has an entry that is not allowed: 'a/b' is not a name: 1-64 letters, digits, '.', '_' or '-', the first a letter or digit, no '..'
            TWO openfuse.stores.a.prefx=/x \
                | openfuse.stores.a.prefx (line 4) is no setting of a store; did you mean 'prefix'?
            TWO openfuse.stores.bb.path=c \
                | openfuse.stores.bb.path (line 4) is of a store that openfuse.stores does not name; did you mean 'b'?
            openfuse.stores.sales.path=c \
                | openfuse.stores.sales.path (line 1) is of a store that openfuse.stores does not name
            TWO openfuse.stores.b.prefix=/a \
                | stores a and b both have the address /a; give each its own
            TWO openfuse.stores.a.hosts=x.org,y.org;openfuse.stores.b.hosts=Y.org \
                | stores a and b both have the address y.org; give each its own
            openfuse.stores=a,b;openfuse.stores.a.path=s;openfuse.stores.b.path=./t/../s \
                | stores a and b both have the directory FOLDER/s; give each its own
            TWO openfuse.stores.a.prefix=a \
                | openfuse.stores.a.prefix (line 4): 'a' is not a path of one name, such as /sales, or /
            TWO openfuse.stores.a.prefix=/a/b \
                | openfuse.stores.a.prefix (line 4): '/a/b' is not a path of one name, such as /sales, or /
            TWO openfuse.stores.a.hosts=https://x.org \
                | openfuse.stores.a.hosts (line 4): 'https://x.org' has an entry that is not allowed: 'https://x.org' is no host name
            TWO openfuse.bridge.x.to=webhook;openfuse.bridge.x.url=https://e.org/ \
                | openfuse.bridge.x.store is missing: one of a, b
            TWO openfuse.bridge.x.to=webhook;openfuse.bridge.x.url=https://e.org/;openfuse.bridge.x.store=bb \
                | openfuse.bridge.x.store (line 6): 'bb' is none of a, b; did you mean 'b'?
            openfuse.bridge.x.to=webhook;openfuse.bridge.x.url=https://e.org/;openfuse.bridge.x.store=a \
                | openfuse.bridge.x.store (line 3) is set, but openfuse.stores names no stores
            openfuse.http.proxies=10.0.0.0/33 \
                | openfuse.http.proxies (line 1): '10.0.0.0/33' has an entry that is not allowed: '10.0.0.0/33' is not an address or a network such as 10.0.0.0/8
            openfuse.http.proxies=proxy.example.org \
                | openfuse.http.proxies (line 1): 'proxy.example.org' has an entry that is not allowed: 'proxy.example.org' is not an address or a network such as 10.0.0.0/8
            openfuse.http.origins=https://example.org/app \
                | openfuse.http.origins (line 1): 'https://example.org/app' has an entry that is not allowed: 'https://example.org/app' is not a web origin such as https://example.org (no path), * or none
            openfuse.http.certificate=server.pem \
                | openfuse.http.key is missing: TLS takes a certificate and its key
            openfuse.http.key=server.key \
                | openfuse.http.certificate is missing: TLS takes a certificate and its key
            openfuse.http.client-ca=clients.pem \
                | openfuse.http.certificate and openfuse.http.key are missing: TLS takes a certificate and its key
            """)
    void aMistakeGetsOneClearLine(String lines, String problem) {
        SettingsException refused =
                catchThrowableOfType(SettingsException.class, () -> read(lines.replace("TWO ", TWO)));

        assertThat(refused).as("settings are refused").isNotNull();
        assertThat(refused.problems().stream().map(line -> line.replace("application.properties, ", "")
                        .replace(folder.toString(), "FOLDER")))
                .containsExactly(problem);
    }

    @Test
    void storesAnswerUnderTheirNamesOrWhereTheySay() throws Exception {
        Configuration configuration = read(TWO
                + "openfuse.stores.b.hosts=B.example.org;"
                + "openfuse.bridge.x.to=webhook;openfuse.bridge.x.url=https://e.org/;openfuse.bridge.x.store=b");

        assertThat(configuration.stores())
                .containsExactly(
                        new ServedStore("a", folder.resolve("a"), "a", "/a", Set.of()),
                        new ServedStore("b", folder.resolve("b"), "b", "", Set.of("b.example.org")));
        assertThat(configuration.bridgesOf(configuration.stores().get(0))).isEmpty();
        assertThat(configuration.bridgesOf(configuration.stores().get(1))).hasSize(1);
    }
}
