package dev.openfused.gateway.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What an address can be asked, for the {@code Allow} of a 405 (RFC 9110, 15.5.6): the router itself does not say. */
final class AllowedMethods {
    private static final String PARAMETER = ":";

    private AllowedMethods() {}

    /**
     * The methods of the routes at a path.
     *
     * @param routes all routes
     * @param path the normalised path of a request
     * @return {@code GET, HEAD}
     */
    static String at(Router routes, String path) {
        return routes.getRoutes().stream()
                .filter(route -> leadsTo(route, path))
                .map(Route::methods)
                .filter(Objects::nonNull)
                .flatMap(Set::stream)
                .map(HttpMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean leadsTo(Route route, String path) {
        if (route.getPath() == null) {
            return false;
        }
        String[] pattern = route.getPath().split("/", -1);
        String[] parts = path.split("/", -1);
        if (route.isExactPath() ? pattern.length != parts.length : pattern.length > parts.length) {
            return false;
        }
        for (int i = 0; i < pattern.length; i++) {
            if (!pattern[i].startsWith(PARAMETER) && !pattern[i].equals(parts[i])) {
                return false;
            }
        }
        return true;
    }
}
