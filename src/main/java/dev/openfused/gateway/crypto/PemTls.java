package dev.openfused.gateway.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/** TLS from PEM texts: whom we trust, and the certificate we show. */
public final class PemTls {
    private static final char[] NO_PASSWORD = {};

    private PemTls() {}

    /**
     * TLS that trusts the system's authorities and shows no certificate.
     *
     * @return the system's default
     */
    public static SSLContext systemDefault() {
        return client(null, null, null);
    }

    /**
     * TLS for one far end.
     *
     * @param authorities PEM certificates; these alone are trusted then. Null for the system's authorities
     * @param certificates our PEM certificate chain, our own first; null to show none
     * @param key its key: PKCS#8, PKCS#1 or SEC 1 in PEM, not encrypted; null with {@code certificates}
     * @return the context
     * @throws IllegalArgumentException one line that says which text is malformed, without showing it
     */
    public static SSLContext client(
            byte @Nullable [] authorities, byte @Nullable [] certificates, byte @Nullable [] key) {
        if ((certificates == null) != (key == null)) {
            throw new IllegalArgumentException("a client certificate needs its key, and a key its certificate");
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManager[] own =
                    certificates == null || key == null ? null : keyManagers(certificates(certificates), key);
            context.init(own, authorities == null ? null : trust(authorities), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS can't be set up: " + e.getMessage(), e);
        }
    }

    /**
     * A chain of certificates.
     *
     * @param pem at least one
     * @return in the order of the text
     * @throws IllegalArgumentException one line that says what is malformed
     */
    public static List<X509Certificate> certificates(byte[] pem) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem))
                    .forEach(each -> chain.add((X509Certificate) each));
            if (chain.isEmpty()) {
                throw new IllegalArgumentException("there is no PEM certificate in it");
            }
            return chain;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a certificate in it is malformed", e);
        }
    }

    /**
     * The certificate that we show.
     *
     * @param chain ours first
     * @param key its key: PKCS#8, PKCS#1 or SEC 1 in PEM, not encrypted
     * @return what a server or client shows
     * @throws IllegalArgumentException one line that says what is malformed, or that the two don't belong together
     */
    public static X509KeyManager identity(List<X509Certificate> chain, byte[] key) {
        try {
            for (KeyManager manager : keyManagers(chain, key)) {
                if (manager instanceof X509KeyManager x509) {
                    return x509;
                }
            }
            throw new IllegalArgumentException("this Java can't show X.509 certificates");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Whose certificates we take.
     *
     * @param pem the authorities' certificates; these alone are trusted then
     * @return judges those of others
     * @throws IllegalArgumentException one line that says what is malformed
     */
    public static TrustManager authorities(byte[] pem) {
        try {
            return trust(pem)[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static TrustManager[] trust(byte[] pem) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        int n = 0;
        for (X509Certificate authority : certificates(pem)) {
            store.setCertificateEntry("authority-" + n++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keyManagers(List<X509Certificate> chain, byte[] keyPem)
            throws GeneralSecurityException, IOException {
        PublicKey itsPublicKey = chain.get(0).getPublicKey();
        PrivateKey key = privateKey(keyPem, itsPublicKey);
        requireFit(key, itsPublicKey);
        KeyStore store = emptyStore();
        store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** While the two files are being replaced, one of them may be the new one already. */
    private static void requireFit(PrivateKey key, PublicKey itsPublicKey) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(itsPublicKey);
        if (!signature.verify(signed)) {
            throw new IllegalArgumentException("the key is not that of the certificate");
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static PrivateKey privateKey(byte[] pem, PublicKey itsPublicKey) throws GeneralSecurityException {
        try (PemReader reader = new PemReader(new StringReader(new String(pem, US_ASCII)))) {
            for (PemObject block = reader.readPemObject(); block != null; block = reader.readPemObject()) {
                byte @Nullable [] pkcs8 = pkcs8(block, itsPublicKey);
                if (pkcs8 != null) {
                    return KeyFactory.getInstance(itsPublicKey.getAlgorithm())
                            .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the key is no readable PEM", e);
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("the key is malformed, or of another kind than the certificate's", e);
        }
        throw new IllegalArgumentException("there is no unencrypted PEM private key in it");
    }

    /** The two older forms leave the kind of key to their context; its certificate names it. */
    private static byte @Nullable [] pkcs8(PemObject block, PublicKey itsPublicKey) throws IOException {
        AlgorithmIdentifier kind =
                SubjectPublicKeyInfo.getInstance(itsPublicKey.getEncoded()).getAlgorithm();
        return switch (block.getType()) {
            case "PRIVATE KEY" -> block.getContent();
            case "RSA PRIVATE KEY" ->
                new PrivateKeyInfo(kind, RSAPrivateKey.getInstance(block.getContent())).getEncoded(ASN1Encoding.DER);
            case "EC PRIVATE KEY" ->
                new PrivateKeyInfo(kind, ECPrivateKey.getInstance(block.getContent())).getEncoded(ASN1Encoding.DER);
            default -> null;
        };
    }
}
