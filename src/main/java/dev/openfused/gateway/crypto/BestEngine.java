package dev.openfused.gateway.crypto;

/** The engine of this process. A class of its own, so that only who needs one pays for loading it. */
final class BestEngine {
    static final SignatureEngine INSTANCE = ConscryptEngine.load().orElseGet(BouncyCastleEngine::new);

    private BestEngine() {}
}
