package dev.openfused.gateway.camel.watch;

import dev.openfused.gateway.watch.WatchOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * {@code openfuse-watch:{folder}}: one exchange for each new or changed file of a folder whose files stay there and may be
 * many. The body is the file's absolute {@link Path}; the header {@code OpenFuseFile} is its path relative to the folder,
 * with {@code /} between its parts. Hidden and temporary names ({@code .x}, {@code x.tmp}, {@code x.part}, {@code x~}) are
 * never shown. A file may be shown while somebody still writes it: a step that finds it unfinished sets the property
 * {@code OpenFuseWatchAgain}.
 *
 * <p>With {@code scans=folder} the endpoint remembers nothing: at the start, when events were lost and every {@code
 * scanEvery} there is one exchange with the header {@code OpenFuseWatch=scan} and the folder as body, for a step that
 * knows by itself what is new. As its scans meet sub-folders too, a new one is shown like a file unless {@code
 * recursive} is set.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = WatchComponent.SCHEME,
        title = "OpenFuse Watch",
        syntax = "openfuse-watch:folder",
        consumerOnly = true,
        category = {Category.FILE})
public final class WatchEndpoint extends DefaultEndpoint {
    @UriPath(description = "The folder; it may come into being later")
    private final Path folder;

    @UriParam(defaultValue = "false", description = "Whether sub-folders are watched too; hidden ones never are")
    private boolean recursive = WatchOptions.DEFAULT.recursive();

    @UriParam(defaultValue = "auto", description = "events, polling, or auto: polling on network and FUSE file systems")
    private WatchOptions.Mode mode = WatchOptions.DEFAULT.mode();

    @UriParam(defaultValue = "files", description = "files: a scan shows what is new; folder: it only says so")
    private WatchOptions.Scans scans = WatchOptions.DEFAULT.scans();

    @UriParam(defaultValue = "5m", description = "How often all is looked at, in case an event was missed")
    private Duration scanEvery = WatchOptions.DEFAULT.scanEvery();

    @UriParam(defaultValue = "2s", description = "How often to look where there are no events")
    private Duration pollEvery = WatchOptions.DEFAULT.pollEvery();

    WatchEndpoint(String uri, WatchComponent component, Path folder) {
        super(uri, component);
        this.folder = folder;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        WatchConsumer consumer = new WatchConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("openfuse-watch: can't be written to");
    }

    WatchOptions options() {
        return new WatchOptions(recursive, mode, scans, scanEvery, pollEvery);
    }

    /**
     * The folder.
     *
     * @return as given
     */
    public Path getFolder() {
        return folder;
    }

    /**
     * Whether sub-folders are watched too.
     *
     * @return true if they are
     */
    public boolean isRecursive() {
        return recursive;
    }

    /**
     * Sets whether sub-folders are watched too.
     *
     * @param recursive true if they are
     */
    public void setRecursive(boolean recursive) {
        this.recursive = recursive;
    }

    /**
     * Where new files are learned from.
     *
     * @return the mode
     */
    public WatchOptions.Mode getMode() {
        return mode;
    }

    /**
     * Sets where new files are learned from.
     *
     * @param mode {@code auto}, {@code events} or {@code polling}
     */
    public void setMode(String mode) {
        this.mode = WatchOptions.Mode.valueOf(mode.toUpperCase(Locale.ROOT));
    }

    /**
     * What a scan does.
     *
     * @return files or folder
     */
    public WatchOptions.Scans getScans() {
        return scans;
    }

    /**
     * Sets what a scan does.
     *
     * @param scans {@code files} or {@code folder}
     */
    public void setScans(String scans) {
        this.scans = WatchOptions.Scans.valueOf(scans.toUpperCase(Locale.ROOT));
    }

    /**
     * How often all is looked at.
     *
     * @return the period
     */
    public Duration getScanEvery() {
        return scanEvery;
    }

    /**
     * Sets how often all is looked at.
     *
     * @param scanEvery above zero
     */
    public void setScanEvery(Duration scanEvery) {
        this.scanEvery = scanEvery;
    }

    /**
     * How often to look where there are no events.
     *
     * @return the period
     */
    public Duration getPollEvery() {
        return pollEvery;
    }

    /**
     * Sets how often to look where there are no events.
     *
     * @param pollEvery above zero
     */
    public void setPollEvery(Duration pollEvery) {
        this.pollEvery = pollEvery;
    }
}
