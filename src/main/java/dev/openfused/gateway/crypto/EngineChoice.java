package dev.openfused.gateway.crypto;

import java.security.GeneralSecurityException;
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

    static void prepare(int messages) {
        Thread thread = new Thread(() -> rehearse(messages), "engine");
        thread.setDaemon(true);
        thread.start();
    }

    /** What is done with keys first, done with some that are nobody's. */
    private static void rehearse(int messages) {
        try {
            byte[] secret = new byte[Ed25519Encoding.POINT_LENGTH];
            SignatureEngine engine = soonest(messages);
            engine.agreementKey(secret);
            if (!bestIsLoaded) { // who has few messages mostly seals one, which names its signer
                engine.publicKey(secret);
            }
            if (messages > 0) {
                new X25519Secret(secret, engine.provider()).publicKey();
            }
        } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
            // whoever needs it meets the same fault, and can say what it was needed for
        }
    }

    /** Made when it is first asked for. */
    private static final class AtHand {
        private static final Optional<SignatureEngine> ENGINE = JdkEngine.load();

        private AtHand() {}
    }
}
