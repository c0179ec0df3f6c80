package dev.openfused.gateway.audit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes audit lines to the logger {@code openfuse.audit}, level info; the log's own settings say where they end up. */
public final class LoggedAudit implements AuditLog {
    /** The logger's name. */
    public static final String LOGGER = "openfuse.audit";

    private final Logger log = LoggerFactory.getLogger(LOGGER);

    /** An audit log on the process's logger. */
    public LoggedAudit() {}

    @Override
    public void write(AuditEntry entry) {
        log.info("{}", entry);
    }
}
