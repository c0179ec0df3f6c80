package dev.openfused.gateway.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.keyring.Relationship;
import java.io.IOException;

/** An entry of the keyring as JSON, the same for every command. */
final class EntryJson {
    private EntryJson() {}

    static void print(Console console, KeyringEntry entry) throws IOException {
        JsonOutput.object(console.out(), json -> fields(json, entry));
    }

    static void write(JsonGenerator json, KeyringEntry entry) throws IOException {
        json.writeStartObject();
        fields(json, entry);
        json.writeEndObject();
    }

    private static void fields(JsonGenerator json, KeyringEntry entry) throws IOException {
        Relationship relationship = entry.relationship();
        json.writeStringField("name", entry.name());
        json.writeStringField("address", entry.address());
        json.writeStringField("signingKey", entry.signingKey());
        json.writeStringField("encryptionKey", entry.encryptionKey());
        json.writeStringField("fingerprint", entry.fingerprint().value());
        json.writeBooleanField("trusted", entry.trusted());
        json.writeBooleanField("subscribed", entry.subscribed());
        json.writeStringField("relationship", relationship == null ? null : relationship.json());
        json.writeStringField("note", entry.note());
        json.writeStringField("added", entry.added());
    }
}
