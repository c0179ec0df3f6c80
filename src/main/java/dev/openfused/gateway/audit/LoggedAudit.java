package dev.openfused.gateway.audit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes audit lines to the logger {@code openfuse.audit}, level info; the log's own settings say where they end up. */
public final class LoggedAudit implements AuditLog {
    /** The logger's name. */
    public static final String LOGGER = "openfuse.audit";

    private final Logger log = LoggerFactory.getLogger(LOGGER);

    private final @Nullable String store;

    /** An audit log on the process's logger, of the one store there is. */
    public LoggedAudit() {
        this("");
    }

    /**
     * An audit log on the process's logger.
     *
     * @param store what each line says of the store; empty where there is one only
     */
    public LoggedAudit(String store) {
        this.store = store.isEmpty() ? null : store;
    }

    @Override
    public void write(AuditEntry entry) {
        log.info("{}", entry.with("store", store));
    }
}
