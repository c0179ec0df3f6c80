package dev.openfused.gateway.receive;

import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.queue.DeliveryQueue;
import dev.openfused.gateway.store.StoreException;
import java.util.Collection;
import java.util.Map;

/**
 * Where a message goes on that the door accepted: its inbox file is entered into the queue at once, with what the door
 * proved, so that nobody has to read and verify it a second time.
 */
public interface AcceptedFiles {
    /**
     * Where no gateway runs: what is put into the folders is found and entered by the next one that does.
     *
     * @param queue what gateways remember
     * @return enters nothing
     */
    static AcceptedFiles leftToServe(DeliveryQueue queue) {
        return new AcceptedFiles() {
            @Override
            public void expect(String name) {}

            @Override
            public void enter(String file, AuthenticMessage message, byte[] content) {}

            @Override
            public void setAside(String file, AuthenticMessage message) {}

            @Override
            public Map<String, String> senders(Collection<String> files) {
                return queue.senders("inbox", files);
            }
        };
    }

    /**
     * Announces a file that the door is about to write and will {@link #enter}.
     *
     * @param name the base name it will most likely have
     */
    void expect(String name);

    /**
     * Remembers a stored message and its file, and enters it for whom it concerns; durable when this returns.
     *
     * @param file its base name in the inbox
     * @param message what the file holds
     * @param content the file's bytes
     * @throws StoreException if the keyring can't be read; nothing is remembered
     * @throws dev.openfused.gateway.queue.QueueException if the queue can't be written; likewise
     */
    void enter(String file, AuthenticMessage message, byte[] content) throws StoreException;

    /**
     * Remembers a message that was put into quarantine, for nobody; durable when this returns.
     *
     * @param file its base name there
     * @param message what the file holds
     * @throws dev.openfused.gateway.queue.QueueException if the queue can't be written; nothing is remembered
     */
    void setAside(String file, AuthenticMessage message);

    /**
     * Whose the messages in the inbox are.
     *
     * @param files base names, at most a few thousand
     * @return the fingerprint of the key that signed it, or another text for what nobody signed, by file; none for what was
     *     not entered yet
     */
    Map<String, String> senders(Collection<String> files);
}
