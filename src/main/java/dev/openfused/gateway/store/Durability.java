package dev.openfused.gateway.store;

/** How far a write has come when it returns. */
public enum Durability {
    /** On disk: file and directory are flushed, so a power cut loses nothing that was reported as written. */
    FSYNC,
    /** With the operating system: survives the death of the process, not a power cut. For measurements and demonstrations. */
    NONE
}
