package dev.openfused.gateway.camel.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.EmailOut;
import dev.openfused.gateway.bridge.MailLogIn;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.outbound.AddressGuard;
import dev.openfused.gateway.outbound.FaultReason;
import dev.openfused.gateway.outbound.HttpClientFactory;
import dev.openfused.gateway.outbound.HttpOptions;
import jakarta.mail.PasswordAuthentication;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.camel.component.mail.MailAuthenticator;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.jspecify.annotations.Nullable;

/**
 * Logs in with access tokens that are fetched from an OAuth2 server: for an account by its refresh token, else for the
 * application itself. A token is used until a minute before it ends. Safe for many threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, 4.4 Client Credentials, and 6 Refreshing</a>
 */
final class OAuth2Tokens extends MailAuthenticator {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_ANSWER = 64 << 10;
    private static final int LONGEST_ERROR = 100;
    private static final long DEFAULT_SECONDS = 300;
    private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();
    private static final long MARGIN_SECONDS = 60;

    /** The operator names the server. */
    private static final AddressGuard ANYWHERE = AddressGuard.allowing(List.of("0.0.0.0/0", "::/0"));

    private final Bridge bridge;
    private final SSLContext tls;
    private final LongSupplier nanoTime;
    private @Nullable String token;
    private long endsAt;

    private record Answer(int status, byte[] body) {}

    OAuth2Tokens(Bridge bridge, SSLContext tls, LongSupplier nanoTime) {
        this.bridge = bridge;
        this.tls = tls;
        this.nanoTime = nanoTime;
    }

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        return new PasswordAuthentication(bridge.find(MailLogIn.USER).orElse(""), current());
    }

    private synchronized String current() {
        String known = token;
        if (known != null && nanoTime.getAsLong() - endsAt < 0) {
            return known;
        }
        JsonNode answer = fetch();
        String fresh = answer.path("access_token").asText("");
        if (fresh.isEmpty() || fresh.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new UncheckedIOException(new IOException(host() + " answered without an access token"));
        }
        long seconds = Math.min(LONGEST_SECONDS, answer.path("expires_in").asLong(DEFAULT_SECONDS));
        endsAt = nanoTime.getAsLong()
                + Duration.ofSeconds(Math.max(1, seconds - MARGIN_SECONDS)).toNanos();
        token = fresh;
        return fresh;
    }

    private JsonNode fetch() {
        HttpPost request = new HttpPost(bridge.get(MailLogIn.OAUTH2_TOKEN_URL));
        request.setHeader("Accept", "application/json");
        request.setEntity(new StringEntity(form(), ContentType.create("application/x-www-form-urlencoded")));
        Answer answer;
        try (CloseableHttpClient client = HttpClientFactory.create(options())) {
            answer = client.execute(request, response -> new Answer(response.getCode(), body(response.getEntity())));
        } catch (IOException e) {
            throw new UncheckedIOException("no OAuth2 token: " + host() + " can't be reached: " + FaultReason.of(e), e);
        }
        try {
            if (answer.status() != 200) {
                throw new IOException(host() + " gave no access token: " + answer.status() + error(answer.body()));
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("no OAuth2 token: " + e.getMessage(), e);
        }
    }

    private HttpOptions options() {
        Duration timeout = bridge.get(EmailOut.TIMEOUT);
        return new HttpOptions(ANYWHERE, tls, timeout, timeout, null);
    }

    private static byte[] body(@Nullable HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        try (InputStream body = entity.getContent()) {
            return body.readNBytes(LARGEST_ANSWER);
        }
    }

    private String form() {
        Map<String, String> fields = new LinkedHashMap<>();
        bridge.find(MailLogIn.OAUTH2_REFRESH_TOKEN)
                .ifPresentOrElse(
                        refresh -> {
                            fields.put("grant_type", "refresh_token");
                            fields.put("refresh_token", refresh.revealCurrent());
                        },
                        () -> fields.put("grant_type", "client_credentials"));
        bridge.find(MailLogIn.OAUTH2_CLIENT_ID).ifPresent(id -> fields.put("client_id", id));
        bridge.find(MailLogIn.OAUTH2_CLIENT_SECRET)
                .ifPresent(secret -> fields.put("client_secret", secret.revealCurrent()));
        bridge.find(MailLogIn.OAUTH2_SCOPE).ifPresent(scope -> fields.put("scope", scope));
        return fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The server's word for what is wrong, such as {@code invalid_client}. */
    private static String error(byte[] answer) {
        try {
            String error = JSON.readTree(answer).path("error").asText("");
            return error.isEmpty()
                    ? ""
                    : ' ' + VisibleText.of(error.substring(0, Math.min(error.length(), LONGEST_ERROR)));
        } catch (IOException e) {
            return "";
        }
    }

    private String host() {
        return bridge.get(MailLogIn.OAUTH2_TOKEN_URL).getHost();
    }
}
