package dev.openfused.gateway.api;

import dev.openfused.gateway.store.PublicFiles;
import dev.openfused.gateway.store.PublicFiles.PublicFile;
import dev.openfused.gateway.store.StoreException;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Route steps {@code readPublicFile} and {@code showProfile}: a file that the agent shows to its peers, byte for byte
 * (protocol section 6, {@code GET /read/{path}} and {@code GET /profile}). Whoever has it already is told so.
 */
public final class ReadPublicFile implements Processor {
    /** Smaller files are answered in one go, larger ones while they are read. */
    private static final int SMALL = 256 * 1024;

    private final PublicFiles files;
    private final boolean profile;

    private ReadPublicFile(PublicFiles files, boolean profile) {
        this.files = files;
        this.profile = profile;
    }

    /**
     * Any public file, named by the path.
     *
     * @param files the store's
     * @return the step
     */
    public static ReadPublicFile byPath(PublicFiles files) {
        return new ReadPublicFile(files, false);
    }

    /**
     * {@code PROFILE.md}.
     *
     * @param files the store's
     * @return the step
     */
    public static ReadPublicFile profile(PublicFiles files) {
        return new ReadPublicFile(files, true);
    }

    @Override
    public void process(Exchange exchange) throws RequestRefusedException, StoreException, IOException {
        List<String> way = profile ? List.of("PROFILE.md") : RequestPath.below(exchange, "read");
        PublicFile file = files.open(way).orElseThrow(() -> new RequestRefusedException(Problem.of(404)));
        String tag = '"' + file.version() + '"';
        if (EntityTags.answered(exchange, tag)) {
            file.content().close();
            return;
        }
        Message answer = answer(exchange, file);
        answer.setHeader("ETag", tag);
        answer.setHeader(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(file.modified().atZone(ZoneOffset.UTC)));
        answer.setHeader("Cache-Control", "no-cache");
        // What agents share may be a page with a script in it; no browser is to run it as ours.
        answer.setHeader("X-Content-Type-Options", "nosniff");
    }

    private Message answer(Exchange exchange, PublicFile file) throws IOException {
        String type = profile ? "text/plain; charset=utf-8" : "application/octet-stream";
        if (file.size() > SMALL) {
            return HttpAnswer.stream(exchange, type, file.content());
        }
        try (var content = file.content()) {
            return HttpAnswer.bytes(exchange, 200, type, content.readNBytes(SMALL));
        }
    }
}
