package dev.openfused.gateway.registry;

import dev.openfused.gateway.message.VisibleText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What DNS says of an agent: {@code v=of1 e={endpoint} pk={hex} ek={age1…} fp={fingerprint}}, unsigned. */
public final class DnsManifest {
    private static final String VERSION = "of1";

    private DnsManifest() {}

    /**
     * Reads a TXT record.
     *
     * @param name the agent that was asked for
     * @param text the record, its strings joined by a space
     * @return what it says, or null if it is a record of something else
     * @throws IllegalArgumentException with a line for people, if it is a broken one of ours
     */
    public static @Nullable Manifest read(String name, String text) {
        Map<String, String> fields = new HashMap<>();
        for (String field : text.strip().split("\\s+")) {
            String[] parts = field.split("=", 2);
            if (parts.length == 2 && fields.put(parts[0], parts[1]) != null) {
                throw new IllegalArgumentException("its record in DNS says '" + VisibleText.of(parts[0]) + "' twice");
            }
        }
        if (!VERSION.equals(fields.get("v"))) {
            return null;
        }
        String key = fields.get("pk");
        if (key == null) {
            throw new IllegalArgumentException("its record in DNS has no key (pk=)");
        }
        return new Manifest(
                name,
                fields.getOrDefault("e", ""),
                key,
                fields.get("ek"),
                fields.getOrDefault("fp", ""),
                List.of(),
                null,
                null,
                false,
                List.of());
    }
}
