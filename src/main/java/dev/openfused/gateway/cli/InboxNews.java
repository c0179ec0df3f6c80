package dev.openfused.gateway.cli;

import dev.openfused.gateway.dispatch.SettlingFiles;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.store.Inbox;
import dev.openfused.gateway.store.StoreException;
import dev.openfused.gateway.store.StoreOpener;
import dev.openfused.gateway.watch.WatchListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tells of each message that comes into an inbox from now on, once it is whole. */
final class InboxNews implements WatchListener {
    private final Inbox inbox;
    private final StoreOpener openers;
    private final Consumer<OpenedMessage> told;
    private final SettlingFiles settling = new SettlingFiles(System::nanoTime);
    private final Set<String> known = new HashSet<>();

    InboxNews(Inbox inbox, StoreOpener openers, Consumer<OpenedMessage> told) throws StoreException {
        this.inbox = inbox;
        this.openers = openers;
        this.told = told;
        try (Stream<String> names = inbox.names()) {
            names.forEach(known::add);
        }
    }

    @Override
    public synchronized Optional<Duration> file(Path file) {
        String name = file.toString();
        if (known.contains(name) || !(name.endsWith(".json") || name.endsWith(".md"))) {
            return Optional.empty();
        }
        try {
            Optional<byte[]> content = inbox.read(name);
            return content.isEmpty() ? Optional.empty() : look(name, content.get());
        } catch (StoreException e) {
            return Optional.empty(); // a link, a folder, or gone: no message
        }
    }

    private Optional<Duration> look(String name, byte[] content) throws StoreException {
        OpenedMessage message = openers.current().open(name, content);
        if (message.fingerprint() == null) {
            Optional<Duration> wait = settling.patience(name, content);
            if (wait.isPresent()) {
                return wait;
            }
        }
        settling.forget(name);
        known.add(name);
        told.accept(message);
        return Optional.empty();
    }

    @Override
    public Optional<Duration> scan() {
        return Optional.empty();
    }
}
