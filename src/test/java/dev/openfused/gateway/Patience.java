package dev.openfused.gateway;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long every {@code await()} of a test waits for its condition before that has failed. Awaitility's own ten seconds
 * are too few on a machine of two processors that does much else. Found by JUnit itself, see {@code META-INF/services}.
 */
public final class Patience implements BeforeAllCallback {
    private static final Duration LONGEST = Duration.ofSeconds(45);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONGEST);
    }
}
