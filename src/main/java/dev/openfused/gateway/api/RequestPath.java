package dev.openfused.gateway.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.Utf8;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;

/**
 * The names that a request's path consists of, decoded once and strictly. The server normalises a path before it looks for
 * a route; names of files and what a challenge covers are taken from the path as it was sent. A {@code +} is a plus.
 */
final class RequestPath {
    private RequestPath() {}

    /**
     * The names below a route.
     *
     * @param exchange a request
     * @param route the route's own first name, such as {@code outbox}
     * @return the names after it; none if there are none
     * @throws RequestRefusedException 404 for names that nothing can have (empty, dot segments, with a slash or NUL in
     *     them), 400 for what is not UTF-8 in percent encoding
     */
    static List<String> below(Exchange exchange, String route) throws RequestRefusedException {
        List<String> names = namesOf(exchange.getMessage().getHeader(Exchange.HTTP_URI, "", String.class));
        if (names.isEmpty() || !names.get(0).equals(route)) {
            throw new RequestRefusedException(Problem.of(404));
        }
        return List.copyOf(names.subList(1, names.size()));
    }

    private static List<String> namesOf(String target) throws RequestRefusedException {
        String path = target.split("[?#]", 2)[0];
        List<String> names = new ArrayList<>();
        for (String segment : path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)) {
            names.add(name(segment));
        }
        return names;
    }

    private static String name(String segment) throws RequestRefusedException {
        String name = decoded(segment);
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0) {
            throw new RequestRefusedException(Problem.of(404));
        }
        return name;
    }

    private static String decoded(String segment) throws RequestRefusedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(UTF_8));
                continue;
            }
            int high = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(segment.charAt(i + 2), 16);
            if (low < 0) {
                throw new RequestRefusedException(Problem.of(400));
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return Utf8.decode(bytes.toByteArray()).orElseThrow(() -> new RequestRefusedException(Problem.of(400)));
    }
}
