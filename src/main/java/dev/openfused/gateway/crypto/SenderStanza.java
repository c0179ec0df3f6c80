package dev.openfused.gateway.crypto;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import java.util.List;

/**
 * The stanza {@code openfused-sender {fingerprint}} that ours add to an age header. The header's MAC binds it, so whoever
 * signs a ciphertext that is not theirs is found out; other readers skip stanzas they do not know (protocol section 2).
 *
 * @param fingerprint who sealed the text
 */
record SenderStanza(Fingerprint fingerprint) implements RecipientStanza, RecipientStanzaWriter {
    static final String TYPE = "openfused-sender";

    @Override
    public String getType() {
        return TYPE;
    }

    @Override
    public List<String> getArguments() {
        return List.of(fingerprint.value());
    }

    @Override
    public byte[] getBody() {
        return new byte[0];
    }

    @Override
    public Iterable<RecipientStanza> getRecipientStanzas(FileKey fileKey) {
        return List.of(this);
    }
}
