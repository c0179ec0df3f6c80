package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.openfused.gateway.compose.Composition;
import dev.openfused.gateway.message.VisibleText;
import java.io.IOException;

/** How {@code send} and {@code broadcast} say what became of a text. */
final class Sent {
    private Sent() {}

    /** What JSON holds, for the help. */
    static final String SHAPE =
            "JSON holds, for each recipient, recipient, fingerprint, id, file, delivered, encrypted and trusted.";

    static void tell(Console console, Composition composition, boolean asJson) throws IOException {
        if (asJson) {
            JsonOutput.array(console.out(), json -> {
                for (Composition.Copy copy : composition.copies()) {
                    write(json, copy);
                }
            });
        } else {
            tell(console, composition);
        }
        composition.warnings().forEach(console::warn);
    }

    private static void write(JsonGenerator json, Composition.Copy copy) throws IOException {
        json.writeStartObject();
        json.writeStringField("recipient", copy.recipient());
        json.writeStringField("fingerprint", copy.fingerprint().value());
        json.writeStringField("id", copy.id().value());
        json.writeStringField("file", copy.file());
        json.writeBooleanField("delivered", copy.local());
        json.writeBooleanField("encrypted", copy.encrypted());
        json.writeBooleanField("trusted", copy.trusted());
        json.writeEndObject();
    }

    private static void tell(Console console, Composition composition) {
        for (Composition.Copy copy : composition.copies()) {
            String name = VisibleText.of(copy.recipient());
            console.said()
                    .println(
                            copy.local()
                                    ? "Delivered to " + name + ": " + copy.file()
                                    : "Queued for " + name + ": " + copy.file());
        }
    }
}
