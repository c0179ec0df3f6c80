package dev.openfused.gateway.camel.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.message.SignedMessage;
import dev.openfused.gateway.store.StoreOpener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/library}: another application, which knows nothing of the gateway but its jar. */
class LibraryExampleTest {
    @TempDir
    Path folder;

    @Test
    void anotherApplicationSealsAndOpensWithTheStepsOfTheJar() throws Exception {
        TestAgent alice = TestAgent.make(folder.resolve("alice"), "alice");
        TestAgent bob = TestAgent.make(folder.resolve("bob"), "bob").knows(alice, true);
        alice.knows(bob, false).knows(alice, true);
        Files.createDirectories(folder.resolve("drafts"));
        Files.createDirectories(folder.resolve("letters"));
        Files.write(
                folder.resolve("letters/from-myself.json"),
                MessageJson.write(alice.sealTo(alice, "a letter to myself")));

        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "openfuse.store", alice.store().root().toString(),
                "drafts", folder.resolve("drafts").toString(),
                "letters", folder.resolve("letters").toString(),
                "reader", "mock:reader"));
        main.setInitialProperties(settings);
        main.configure().withRoutesIncludePattern("file:examples/library/routes/*.yaml");
        main.start();
        try {
            MockEndpoint reader = main.getCamelContext().getEndpoint("mock:reader", MockEndpoint.class);
            reader.expectedMinimumMessageCount(2);
            Files.writeString(folder.resolve("drafts/greeting.txt"), "hello bob");

            MockEndpoint.assertIsSatisfied(45, TimeUnit.SECONDS, reader);
            assertThat(reader.getExchanges())
                    .extracting(e -> e.getMessage().getBody(String.class))
                    .contains("alice (trusted: true) wrote: a letter to myself")
                    .contains("alice (trusted: true) wrote: " + OpenedMessage.CANNOT_DECRYPT);
            SignedMessage sealed = MessageJson.read(Files.readAllBytes(folder.resolve("letters/greeting.json")));
            assertThat(sealed.encrypted()).isTrue();
            assertThat(openedBy(bob, sealed)).isEqualTo("hello bob");
        } finally {
            main.stop();
        }
    }

    private static String openedBy(TestAgent reader, SignedMessage message) throws Exception {
        return new StoreOpener(reader.store(), new MessageVerifier(SignatureEngine.best()))
                .current()
                .open("message.json", MessageJson.write(message))
                .text();
    }
}
