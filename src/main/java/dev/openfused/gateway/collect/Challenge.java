package dev.openfused.gateway.collect;

import org.jspecify.annotations.Nullable;

/**
 * What a caller proves itself with (protocol section 6, Challenge).
 *
 * @param publicKey its key, 64 hex digits
 * @param signature Base64, over {@code {text}:{timestamp}}
 * @param timestamp when it was signed, as sent
 * @param boundSignature Base64, over the same text, a line feed and the origin that was called; null from most clients
 * @param origin the origin that was called, as this server sees it: {@code http://host:port}; null if the name that was
 *     called is not certainly this server's, so that nothing can be bound to it
 */
public record Challenge(
        @Nullable String publicKey,
        @Nullable String signature,
        @Nullable String timestamp,
        @Nullable String boundSignature,
        @Nullable String origin) {}
