package dev.openfused.gateway.crypto;

/** The fastest engine of this process. A class of its own, so that only who needs it pays for loading it. */
final class BestEngine {
    static final SignatureEngine INSTANCE = ConscryptEngine.load().orElseGet(BouncyCastleEngine::new);

    private BestEngine() {}
}
