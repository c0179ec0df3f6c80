package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A registry on loopback that keeps to the protocol's section 8 by itself: it verifies with the JDK's Ed25519 what our client
 * signs, and shares no code with it.
 */
final class RegistryFarEnd implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] X509_ED25519 = HexFormat.of().parseHex("302a300506032b6570032100");

    private final HttpServer server;
    final Map<String, ObjectNode> manifests = new ConcurrentHashMap<>();
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    RegistryFarEnd() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Settings that allow it, for {@code --config}. */
    Path settings(Path folder) throws IOException {
        return Files.writeString(folder.resolve("registry.properties"), "openfuse.sync.allow-private=127.0.0.1\n");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        asked.add(exchange.getRequestMethod() + ' ' + path);
        try (exchange) {
            try {
                if (path.startsWith("/discover/")) {
                    ObjectNode found = manifests.get(canonical(path.substring("/discover/".length())));
                    send(exchange, found == null ? 404 : 200, found == null ? error("no such agent") : found);
                } else {
                    JsonNode body = JSON.readTree(exchange.getRequestBody());
                    switch (path) {
                        case "/register" -> register(exchange, (ObjectNode) body);
                        case "/revoke" -> revoke(exchange, body);
                        case "/rotate" -> rotate(exchange, body);
                        default -> send(exchange, 404, error("no such route"));
                    }
                }
            } catch (GeneralSecurityException | RuntimeException e) {
                send(exchange, 400, error(String.valueOf(e)));
            }
        }
    }

    private void register(HttpExchange exchange, ObjectNode manifest) throws IOException, GeneralSecurityException {
        String name = manifest.get("name").asText();
        String text = name
                + '|'
                + manifest.get("endpoint").asText()
                + '|'
                + manifest.get("publicKey").asText()
                + '|'
                + manifest.path("encryptionKey").asText("");
        ObjectNode known = manifests.get(canonical(name));
        if (!holds(name, manifest.get("publicKey").asText(), text, manifest)) {
            send(exchange, 403, error("bad signature"));
        } else if (known != null && !known.get("publicKey").equals(manifest.get("publicKey"))) {
            send(exchange, 409, error("name is held by another key"));
        } else {
            if (known != null && known.has("rotations")) {
                manifest.set("rotations", known.get("rotations"));
            }
            manifests.put(canonical(name), manifest);
            send(exchange, 201, JSON.createObjectNode().put("ok", true).put("name", name));
        }
    }

    private void revoke(HttpExchange exchange, JsonNode body) throws IOException, GeneralSecurityException {
        String name = body.get("name").asText();
        ObjectNode known = manifests.get(canonical(name));
        if (known == null) {
            send(exchange, 404, error("no such agent"));
        } else if (!holds(
                name,
                known.get("publicKey").asText(),
                "REVOKE:" + known.get("publicKey").asText(),
                body)) {
            send(exchange, 403, error("bad signature"));
        } else {
            known.put("revoked", true);
            send(exchange, 200, JSON.createObjectNode().put("ok", true));
        }
    }

    private void rotate(HttpExchange exchange, JsonNode body) throws IOException, GeneralSecurityException {
        String name = body.get("name").asText();
        ObjectNode known = Objects.requireNonNull(manifests.get(canonical(name)));
        String old = known.get("publicKey").asText();
        String next = body.get("newPublicKey").asText();
        if (!holds(name, old, "ROTATE:" + old + ':' + next, body)) {
            send(exchange, 403, error("bad signature"));
            return;
        }
        known.withArray("rotations")
                .addObject()
                .put("from", old)
                .put("to", next)
                .put("signature", body.get("signature").asText())
                .put("signedAt", body.get("signedAt").asText());
        known.put("publicKey", next).put("rotatedFrom", old);
        known.set("encryptionKey", body.get("newEncryptionKey"));
        known.set("fingerprint", body.get("newFingerprint"));
        known.remove(List.of("signature", "signedAt"));
        send(exchange, 200, JSON.createObjectNode().put("ok", true));
    }

    private static boolean holds(String name, String key, String text, JsonNode signed)
            throws GeneralSecurityException {
        byte[] x509 = new byte[X509_ED25519.length + 32];
        System.arraycopy(X509_ED25519, 0, x509, 0, X509_ED25519.length);
        System.arraycopy(HexFormat.of().parseHex(key), 0, x509, X509_ED25519.length, 32);
        PublicKey publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509));
        Signature ed25519 = Signature.getInstance("Ed25519");
        ed25519.initVerify(publicKey);
        ed25519.update((name + '\n' + signed.get("signedAt").asText() + '\n' + text).getBytes(UTF_8));
        return ed25519.verify(Base64.getDecoder().decode(signed.get("signature").asText()));
    }

    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".openfused.net") ? lower.substring(0, lower.length() - 14) : lower;
    }

    private static ObjectNode error(String text) {
        return JSON.createObjectNode().put("error", text);
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
