package dev.openfused.gateway.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConscryptEngineTest implements SignatureEngineContract {
    private static final Optional<SignatureEngine> ENGINE = ConscryptEngine.load();

    @BeforeEach
    void needsTheNativeLibrary() {
        Assumptions.assumeTrue(ENGINE.isPresent(), "SKIPPED: Conscrypt has no native library for this machine");
    }

    @Override
    public SignatureEngine engine() {
        return ENGINE.orElseThrow();
    }

    @Test
    void itIsChosenWhereItLoads() {
        assertThat(SignatureEngine.best().name()).isEqualTo(engine().name()).startsWith("Conscrypt 2.9");
    }
}
