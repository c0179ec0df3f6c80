package dev.openfused.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of Camel's components are not there, whoever asks for them. */
class ClassPathTest {
    private static @Nullable URL component(String name) {
        return ClassPathTest.class.getResource("/META-INF/maven/org.apache.camel/" + name + "/pom.properties");
    }

    /** CVE-2026-40022, CVE-2026-66908: its authentication is skipped on paths other than the root, and checks no issuer. */
    @Test
    void camelsHttpServerWithItsOwnAuthenticationIsNotThere() throws Exception {
        assertThat(component("camel-platform-http-main")).isNull();
        assertThat(component("camel-platform-http"))
                .as("where a component would be found")
                .isNotNull();
    }
}
