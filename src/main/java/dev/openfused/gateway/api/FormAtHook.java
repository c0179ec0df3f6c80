package dev.openfused.gateway.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A form that is posted to an inward bridge. Its bytes are what is signed, so it goes under another media type than the one
 * by which the server would take it apart; bridges that expect no form refuse it.
 */
final class FormAtHook {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BYTES_OF_FORM = "text/x-www-form-urlencoded";

    private FormAtHook() {}

    /** Whether it is such a form; it is relabelled then. */
    static boolean admit(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null
                || !type.toLowerCase(Locale.ROOT).startsWith(FORM)
                || !request.path().contains("/hooks/")) {
            return false;
        }
        request.headers().set(HttpHeaders.CONTENT_TYPE, BYTES_OF_FORM);
        return true;
    }

    /** Whether a route sees such a form. */
    static boolean is(@Nullable String contentType) {
        return BYTES_OF_FORM.equals(contentType);
    }
}
