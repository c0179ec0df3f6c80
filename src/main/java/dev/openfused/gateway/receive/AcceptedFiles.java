package dev.openfused.gateway.receive;

import dev.openfused.gateway.crypto.AuthenticMessage;
import dev.openfused.gateway.store.StoreException;

/**
 * Where a message goes on that the door accepted: its inbox file is entered into the queue at once, with what the door
 * proved, so that nobody has to read and verify it a second time.
 */
public interface AcceptedFiles {
    /** Where no gateway runs: what is put into the folders is found and entered by the next one that does. */
    AcceptedFiles LEFT_TO_SERVE = new AcceptedFiles() {
        @Override
        public void expect(String name) {}

        @Override
        public void enter(String file, AuthenticMessage message, byte[] content) {}

        @Override
        public void setAside(String file, AuthenticMessage message) {}
    };

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
}
