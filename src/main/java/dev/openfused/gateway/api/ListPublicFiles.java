package dev.openfused.gateway.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openfused.gateway.crypto.Digests;
import dev.openfused.gateway.store.PublicFiles;
import dev.openfused.gateway.store.PublicFiles.Entry;
import dev.openfused.gateway.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Route step {@code listPublicFiles}: what stands in a folder that the agent shows to its peers (protocol section 6, {@code
 * GET /ls}). Any other folder is 403, whether it exists or not. Files have a version beside what the original lists, so that
 * the list changes with every file in it, and a peer fetches only those that did.
 */
public final class ListPublicFiles implements Processor {
    private final PublicFiles files;

    /**
     * The step.
     *
     * @param files the store's
     */
    public ListPublicFiles(PublicFiles files) {
        this.files = files;
    }

    @Override
    public void process(Exchange exchange) throws RequestRefusedException, StoreException {
        List<String> way = RequestPath.below(exchange, "ls");
        List<Entry> entries = files.list(way)
                .orElseThrow(() -> new RequestRefusedException(Problem.named(
                        "not-listed",
                        "Forbidden",
                        403,
                        "only shared and knowledge are listed, and the folders in them")));
        byte[] json = json(entries).toString().getBytes(StandardCharsets.UTF_8);
        String tag = '"' + Digests.sha256Hex(json).substring(0, 32) + '"';
        if (!EntityTags.answered(exchange, tag)) {
            HttpAnswer.bytes(exchange, 200, "application/json", json).setHeader("ETag", tag);
        }
    }

    private static ArrayNode json(List<Entry> entries) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Entry entry : entries) {
            ObjectNode listed = array.addObject()
                    .put("name", entry.name())
                    .put("is_dir", entry.folder())
                    .put("size", entry.size());
            if (entry.version() != null) {
                listed.put("version", entry.version());
            }
        }
        return array;
    }
}
