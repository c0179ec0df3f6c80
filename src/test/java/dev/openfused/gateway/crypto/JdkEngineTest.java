package dev.openfused.gateway.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JdkEngineTest implements SignatureEngineContract {
    private static final SignatureEngine ENGINE = JdkEngine.load().orElseThrow();

    @Override
    public SignatureEngine engine() {
        return ENGINE;
    }

    @Test
    void manyMessagesAreWorthLoadingTheFastestEngineAndThenItDoesTheFewToo() {
        assertThat(SignatureEngine.soonest(10_000).name())
                .isEqualTo(SignatureEngine.best().name());
        assertThat(SignatureEngine.soonest(1).name())
                .isEqualTo(SignatureEngine.best().name());
    }
}
