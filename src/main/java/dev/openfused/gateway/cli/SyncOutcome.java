package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.openfused.gateway.sync.OutboxPush.Pushed;
import dev.openfused.gateway.sync.SyncReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of {@code sync} with one peer.
 *
 * @param report what was fetched
 * @param pushed what was sent
 */
record SyncOutcome(SyncReport report, Pushed pushed) {
    boolean succeeded() {
        return faults().isEmpty();
    }

    List<String> faults() {
        List<String> all = new ArrayList<>(report.faults());
        all.addAll(pushed.faults());
        return all;
    }

    String summary() {
        return report.summary() + (pushed.sent() == 0 ? "" : ", " + pushed.sent() + " sent");
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", report.peer());
        json.writeNumberField("messages", report.messages());
        json.writeNumberField("files", report.files());
        json.writeNumberField("new", report.added());
        json.writeNumberField("changed", report.changed());
        json.writeNumberField("removed", report.removed());
        json.writeNumberField("sent", pushed.sent());
        lines(json, "faults", faults());
        lines(json, "warnings", report.warnings());
        json.writeEndObject();
    }

    private static void lines(JsonGenerator json, String name, List<String> lines) throws IOException {
        json.writeArrayFieldStart(name);
        for (String line : lines) {
            json.writeString(line);
        }
        json.writeEndArray();
    }
}
