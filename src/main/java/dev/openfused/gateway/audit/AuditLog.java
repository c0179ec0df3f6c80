package dev.openfused.gateway.audit;

/**
 * Where decisions about messages are written down. Must be quick and must not throw: no delivery fails for its audit
 * line.
 */
@FunctionalInterface
public interface AuditLog {
    /**
     * Writes one line.
     *
     * @param entry what was decided about which message
     */
    void write(AuditEntry entry);
}
