package dev.openfused.gateway.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.collect.MailCollection;
import dev.openfused.gateway.keyring.KeyringEntry;
import dev.openfused.gateway.store.Outbox.Entry;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Route step {@code collectMail}: the caller's waiting mail as a JSON array, each message with {@code _outboxFile}, where it
 * stands (protocol section 6, {@code GET /outbox/{name}}). Messages are read while the answer is written, so any number
 * costs the memory of one. {@code ?limit=} and {@code ?after=} ask for a part.
 */
public final class CollectMail implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(CollectMail.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final MailCollection mail;

    /**
     * The step.
     *
     * @param mail what waits
     */
    public CollectMail(MailCollection mail) {
        this.mail = mail;
    }

    @Override
    public void process(Exchange exchange) throws RequestRefusedException, StoreException {
        KeyringEntry caller = AuthenticatePeer.callerOf(exchange);
        Message request = exchange.getMessage();
        long limit = limit(request.getHeader("limit", String.class));
        List<Entry> entries = MailCollection.page(
                mail.waiting(caller, AuthenticatePeer.OutboxPath.of(exchange).name()),
                request.getHeader("after", String.class));
        String tag = '"' + MailCollection.versionOf(entries) + (limit == Long.MAX_VALUE ? "" : "-" + limit) + '"';
        if (EntityTags.answered(exchange, tag)) {
            return;
        }
        Message answer = HttpAnswer.stream(
                exchange,
                "application/json",
                new JsonArrayStream(entries.stream()
                        .map(this::element)
                        .flatMap(Optional::stream)
                        .limit(limit) // of those that are given out, or unreadable ones would hide what is behind them
                        .iterator()));
        answer.setHeader("ETag", tag);
        answer.setHeader("Cache-Control", "private, no-cache");
    }

    private static long limit(@Nullable String text) throws RequestRefusedException {
        if (text == null) {
            return Long.MAX_VALUE;
        }
        try {
            long limit = Long.parseLong(text);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new RequestRefusedException(
                Problem.named("bad-request", "Bad request", 400, "limit is a whole number from 1"));
    }

    /** A file that can't be read or is no message is left out and told of: one bad file must not hold up the rest. */
    private Optional<byte[]> element(Entry entry) {
        try {
            JsonNode message = JSON.readTree(mail.read(entry));
            if (message instanceof ObjectNode object) {
                return Optional.of(JsonBytes.of(object.put("_outboxFile", MailCollection.pathOf(entry))));
            }
            LOG.warn("outbox file {} is no message; it is not given out", MailCollection.pathOf(entry));
        } catch (JsonProcessingException e) {
            LOG.warn("outbox file {} is not JSON; it is not given out", MailCollection.pathOf(entry));
        } catch (IOException | StoreException e) {
            LOG.warn("outbox file {} is not given out: {}", MailCollection.pathOf(entry), e.getMessage());
        }
        return Optional.empty();
    }
}
