package dev.openfused.gateway.registry;

import java.io.IOException;
import java.util.Optional;

/** Where agents are looked up, and tell of themselves. What it says is a stranger's word. */
public interface Registry extends AutoCloseable {
    /**
     * Looks an agent up.
     *
     * @param name as somebody typed it, a valid name
     * @return what is said of it, unchecked; empty if nothing is
     * @throws IOException with a line for people, if nobody answers, or nothing that makes sense
     */
    Optional<Manifest> discover(String name) throws IOException;

    /**
     * The registry alone, without what is asked before it: what it says is what it was told.
     *
     * @return not to be closed by itself
     */
    default Registry itself() {
        return this;
    }

    /**
     * Tells it something that an agent signed.
     *
     * @param act what
     * @param json a JSON object
     * @return what it answered, JSON or not
     * @throws IOException with a line for people, if nobody answers
     * @throws RegistryRefusedException if it says no
     */
    byte[] post(Act act, byte[] json) throws IOException;

    /**
     * What it is, for people.
     *
     * @return an address or folder, without anything secret
     */
    String where();

    @Override
    void close() throws IOException;

    /** What can be told. */
    enum Act {
        /** Here I am. */
        REGISTER,
        /** My key counts no longer. */
        REVOKE,
        /** Another key follows mine. */
        ROTATE
    }
}
