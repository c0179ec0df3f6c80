package dev.openfused.gateway.outbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.registry.Manifest;
import dev.openfused.gateway.registry.Registry;
import dev.openfused.gateway.registry.RegistryException;
import dev.openfused.gateway.registry.RegistryRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** A registry over HTTP (protocol section 8). No redirect is followed, and private addresses have to be allowed. */
final class HttpRegistry implements Registry {
    private final CloseableHttpClient client;
    private final String base;
    private final String host;

    /**
     * A way to one registry.
     *
     * @param options how it is reached
     * @param address {@code http(s)://host[:port][/path]}
     * @throws IllegalArgumentException with a line for people, if the address is not of that form
     */
    HttpRegistry(HttpOptions options, String address) {
        base = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        URI uri = URI.create(base);
        if (uri.getHost() == null || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("the registry's address is not http(s)://host[:port]");
        }
        host = uri.getHost();
        client = HttpClientFactory.createForWholeAnswers(options);
    }

    private record Answer(int status, byte[] body) {}

    @Override
    public Optional<Manifest> discover(String name) throws IOException {
        Answer answer =
                ask(new HttpGet(URI.create(base + "/discover/" + URLEncoder.encode(name, StandardCharsets.UTF_8))));
        if (answer.status == 404) {
            return Optional.empty();
        }
        if (answer.status != 200) {
            throw refused(answer);
        }
        try {
            return Optional.of(Manifest.read(answer.body));
        } catch (IllegalArgumentException e) {
            throw new RegistryException("what " + host + " says of " + name + " is not believed: " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] post(Act act, byte[] json) throws IOException {
        HttpPost request = new HttpPost(URI.create(base
                + switch (act) {
                    case REGISTER -> "/register";
                    case REVOKE -> "/revoke";
                    case ROTATE -> "/rotate";
                }));
        request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        Answer answer = ask(request);
        if (answer.status / 100 != 2) {
            throw refused(answer);
        }
        return answer.body;
    }

    private Answer ask(HttpUriRequestBase request) throws IOException {
        try {
            return client.execute(request, response -> new Answer(response.getCode(), body(response)));
        } catch (IOException e) {
            throw new RegistryException("the registry " + host + " can't be asked: " + e.getMessage(), e);
        }
    }

    private static byte[] body(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        try (InputStream body = entity.getContent()) {
            return body.readNBytes(Manifest.LARGEST + 1);
        }
    }

    private RegistryRefusedException refused(Answer answer) {
        String why = error(answer.body);
        return new RegistryRefusedException(
                answer.status,
                "the registry " + host + " says no (" + answer.status + ")" + (why.isEmpty() ? "" : ": " + why));
    }

    private static String error(byte[] body) {
        try {
            JsonNode tree = new ObjectMapper().readTree(body);
            return tree == null ? "" : VisibleText.of(tree.path("error").asText(""));
        } catch (IOException e) {
            return ""; // not JSON: the status has to do
        }
    }

    @Override
    public String where() {
        return base;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
