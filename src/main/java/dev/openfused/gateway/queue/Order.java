package dev.openfused.gateway.queue;

/** Which deliveries of a target hold back later ones while they are not done or dead. */
public enum Order {
    /** Those of the same sender: the default. */
    SENDER,
    /** None. */
    NONE,
    /** All: strictly one after the other. */
    ALL
}
