package dev.openfused.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A private certificate authority, made afresh for a test. */
public final class TestCertificates {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final Identity authority;

    /** A key and its certificate. */
    public record Identity(PrivateKey key, X509Certificate certificate) {
        /** The certificate as PEM. */
        public String certificatePem() {
            return pem(certificate);
        }

        /** The key as PEM, as OpenSSL's traditional form. */
        public String keyPem() {
            return pem(key);
        }
    }

    public TestCertificates() {
        authority = issue("private authority", null, true);
    }

    public String authorityPem() {
        return authority.certificatePem();
    }

    /** What keeps a store of keys or certificates from being opened: nothing, really. */
    public static final String STORE_PASSWORD = "changeit";

    /** A PKCS#12 file with the authority, for a client that reads one. */
    public Path trustStore(Path file) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.certificate);
        return written(trusted, file);
    }

    /** A PKCS#12 file with a server's key, for a server that reads one. */
    public Path keyStore(Path file, Identity identity) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("own", identity.key, STORE_PASSWORD.toCharArray(), new X509Certificate[] {
            identity.certificate, authority.certificate
        });
        return written(keys, file);
    }

    private static Path written(KeyStore store, Path file) throws Exception {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }
        return file;
    }

    /** A certificate for a host or address, or a client's. */
    public Identity issue(String name) {
        return issue(name, authority, false);
    }

    /** One whose time is over since an hour ago. */
    public Identity expired(String name) {
        return issue(name, authority, false, Duration.ofHours(-1));
    }

    /** A server's TLS, which asks clients for a certificate of this authority if told so. */
    public SSLContext server(Identity identity) {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "own", identity.key, new char[0], new X509Certificate[] {identity.certificate, authority.certificate
                    });
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, new char[0]);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority.certificate);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Identity issue(String name, @Nullable Identity issuer, boolean isAuthority) {
        return issue(name, issuer, isAuthority, Duration.ofDays(1));
    }

    private static Identity issue(String name, @Nullable Identity issuer, boolean isAuthority, Duration lasts) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            X500Name subject = new X500Name("CN=" + name);
            X500Name issuerName = issuer == null
                    ? subject
                    : new X500Name(issuer.certificate.getSubjectX500Principal().getName());
            Instant now = Instant.now();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuerName,
                    BigInteger.valueOf(SERIAL.incrementAndGet()),
                    Date.from(now.minus(Duration.ofHours(2))),
                    Date.from(now.plus(lasts)),
                    subject,
                    pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority));
            if (!isAuthority) {
                int type = name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
                if (!name.contains(" ")) {
                    builder.addExtension(
                            Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(type, name)));
                }
            }
            PrivateKey signer = issuer == null ? pair.getPrivate() : issuer.key;
            return new Identity(
                    pair.getPrivate(),
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer))));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
