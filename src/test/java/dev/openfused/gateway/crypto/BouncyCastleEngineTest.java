package dev.openfused.gateway.crypto;

class BouncyCastleEngineTest implements SignatureEngineContract {
    @Override
    public SignatureEngine engine() {
        return new BouncyCastleEngine();
    }
}
