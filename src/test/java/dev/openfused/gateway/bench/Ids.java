package dev.openfused.gateway.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.message.MessageId;

/** Message ids of no message, as evenly spread as real ones. */
final class Ids {
    private Ids() {}

    static MessageId numbered(int number) {
        return MessageId.of(Digests.sha256(Integer.toString(number).getBytes(US_ASCII)));
    }
}
