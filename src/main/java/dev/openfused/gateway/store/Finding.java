package dev.openfused.gateway.store;

/**
 * Something about a store that a person should look at.
 *
 * @param about where, such as {@code keys} or {@code inbox}
 * @param what what is wrong, one line
 * @param mend what to do about it, one line
 */
public record Finding(String about, String what, String mend) {}
