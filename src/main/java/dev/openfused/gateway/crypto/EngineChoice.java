package dev.openfused.gateway.crypto;

import java.util.Optional;

/** Which engine does the work soonest, its loading included. */
final class EngineChoice {
    /** Loading the fastest takes about 0.1 s; the JDK's own, not yet compiled, takes 2 ms more for a message. */
    private static final int LOADING_PAYS_FROM = 50;

    private static volatile boolean bestIsLoaded;

    private EngineChoice() {}

    static SignatureEngine best() {
        SignatureEngine best = BestEngine.INSTANCE;
        bestIsLoaded = true;
        return best;
    }

    static SignatureEngine soonest(int messages) {
        return bestIsLoaded || messages >= LOADING_PAYS_FROM ? best() : AtHand.ENGINE.orElseGet(EngineChoice::best);
    }

    /** Made when it is first asked for. */
    private static final class AtHand {
        private static final Optional<SignatureEngine> ENGINE = JdkEngine.load();

        private AtHand() {}
    }
}
