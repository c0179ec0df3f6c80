package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.openfused.gateway.context.ContextDocument;
import dev.openfused.gateway.context.Section;
import dev.openfused.gateway.context.Validity;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "validate",
        description = "Show which sections of CONTEXT.md can no longer be relied on.",
        footer = {
            "",
            "A section says how long it holds: <!-- validity: 6h --> (m, h or d), from <!-- openfuse:added: TIME -->. Its",
            "confidence is 1 at first and 0.5 when that time is up; below that it is stale. JSON holds stale, fresh and entries:",
            "header, content, ttl_str, ttl_ms, added, confidence and expired."
        })
final class ValidateCommand extends StoreCommand {
    private final Clock clock;

    @Option(names = "--json", description = "Print JSON: an object.")
    private boolean asJson;

    ValidateCommand(Console console, Clock clock) {
        super(console);
        this.clock = clock;
    }

    private record Entry(Section section, Validity validity, double confidence, boolean expired) {}

    @Override
    public Integer call() throws StoreException, IOException {
        Instant now = clock.instant();
        List<Entry> entries = new ArrayList<>();
        for (Section section : ContextDocument.of(store().ownFiles().context()).sections()) {
            Validity validity = section.validity();
            if (validity != null) {
                entries.add(new Entry(section, validity, validity.confidence(now), validity.isExpired(now)));
            }
        }
        long stale = entries.stream().filter(Entry::expired).count();
        if (asJson) {
            JsonOutput.object(console.out(), json -> {
                json.writeArrayFieldStart("entries");
                for (Entry entry : entries) {
                    write(json, entry);
                }
                json.writeEndArray();
                json.writeNumberField("stale", stale);
                json.writeNumberField("fresh", entries.size() - stale);
            });
        } else {
            print(entries, stale);
        }
        return ExitStatus.DONE;
    }

    private static void write(JsonGenerator json, Entry entry) throws IOException {
        json.writeStartObject();
        json.writeStringField("header", entry.section().header());
        json.writeStringField("content", entry.section().content());
        json.writeStringField("ttl_str", entry.validity().text());
        json.writeNumberField("ttl_ms", milliseconds(entry.validity().ttl()));
        json.writeStringField("added", entry.validity().added());
        json.writeNumberField("confidence", entry.confidence());
        json.writeBooleanField("expired", entry.expired());
        json.writeEndObject();
    }

    /** What is without end is the largest number that the original's readers know. */
    private static BigDecimal milliseconds(double ttl) {
        return Double.isInfinite(ttl)
                ? new BigDecimal("18446744073709551615")
                : new BigDecimal(ttl).setScale(0, java.math.RoundingMode.DOWN);
    }

    private void print(List<Entry> entries, long stale) {
        PrintWriter out = console.out();
        if (entries.isEmpty()) {
            out.println("No section says how long it holds: <!-- validity: 6h --> below a header does.");
            return;
        }
        out.println("Validity check: " + (entries.size() - stale) + " fresh, " + stale + " stale (of " + entries.size()
                + " annotated)");
        if (stale > 0) {
            out.println();
            out.println("Stale sections (confidence < 0.5):");
            for (Entry entry : entries) {
                if (entry.expired()) {
                    String added = entry.validity().added();
                    out.println("  [" + VisibleText.of(entry.validity().text()) + " TTL"
                            + (added == null ? "" : " written " + VisibleText.of(added)) + "] "
                            + VisibleText.of(entry.section().header()));
                }
            }
            out.println();
            out.println("Run `openfuse compact --prune-stale` to archive stale sections.");
        }
    }
}
