package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.openfused.gateway.queue.Delivery;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A delivery as {@code queue list --json} and {@code queue show --json} tell it. */
final class DeliveryJson {
    private DeliveryJson() {}

    static void write(JsonGenerator json, Delivery delivery) throws IOException {
        json.writeNumberField("key", delivery.key());
        json.writeStringField("id", delivery.id().value());
        json.writeStringField("target", delivery.target().value());
        json.writeStringField("sender", delivery.sender());
        json.writeStringField("source", delivery.source());
        json.writeStringField("file", delivery.file());
        json.writeStringField("state", state(delivery));
        json.writeNumberField("attempts", delivery.attempts());
        json.writeStringField("nextTry", text(delivery.nextTry()));
        json.writeStringField("remoteId", delivery.remoteId());
        json.writeStringField("reason", delivery.reason());
        json.writeNumberField("parts", delivery.parts().size());
        json.writeStringField("created", text(delivery.created()));
        json.writeStringField("changed", text(delivery.changed()));
    }

    static String state(Delivery delivery) {
        return delivery.state().name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
