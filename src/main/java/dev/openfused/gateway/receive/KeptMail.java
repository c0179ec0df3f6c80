package dev.openfused.gateway.receive;

import java.time.Instant;

/**
 * How a peer goes on holding a message that we took, as nothing can be acknowledged there. What is older than our memory
 * of ids may have been here before, so it is stored and goes to nobody (protocol section 7).
 *
 * @param name its base name there, and here
 * @param forgottenBefore ids of messages signed before this may be forgotten
 */
public record KeptMail(String name, Instant forgottenBefore) {}
