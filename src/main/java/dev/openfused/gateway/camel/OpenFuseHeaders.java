package dev.openfused.gateway.camel;

import org.apache.camel.Message;

/**
 * The names under which a route sees what was proven of a message, and tells the queue how a delivery ended. Every
 * header here is set by our own steps only; whatever so named a stranger sends is dropped at the door ({@link
 * OpenFuseHeaderFilter}).
 */
public final class OpenFuseHeaders {
    /** What all our header and property names begin with; a stranger's headers that do so, in any case, are dropped. */
    public static final String PREFIX = "OpenFuse";

    /** Header, String: who speaks; the keyring's name for a verified sender, else what the file claims. */
    public static final String FROM = "OpenFuseFrom";

    /** Header, String: when the sender first signed it, RFC 3339 as received. */
    public static final String TIMESTAMP = "OpenFuseTimestamp";

    /** Header, Boolean: a good signature by a key known under the sender's name. */
    public static final String VERIFIED = "OpenFuseVerified";

    /** Header, Boolean: verified, and we trust that key. */
    public static final String TRUSTED = "OpenFuseTrusted";

    /** Header, Boolean: verified, and we subscribed to that agent. */
    public static final String SUBSCRIBED = "OpenFuseSubscribed";

    /** Header, String: {@code internal} or {@code external}; absent if not said or not verified. */
    public static final String RELATIONSHIP = "OpenFuseRelationship";

    /** Header, Boolean: the message is ciphertext (by its bytes, not by what it claims). */
    public static final String ENCRYPTED = "OpenFuseEncrypted";

    /** Header, String: the signer's fingerprint; absent without a good signature. */
    public static final String FINGERPRINT = "OpenFuseFingerprint";

    /** Header, String: the message id, 64 hex digits. */
    public static final String MESSAGE_ID = "OpenFuseMessageId";

    /** Header, String: for {@code sealMessage} and {@code encryptMessage}, whom to write to, as in {@code openfuse send}. */
    public static final String RECIPIENT = "OpenFuseRecipient";

    /** Header, String: base name of the file a message stands in or came from. */
    public static final String FILE = "OpenFuseFile";

    /** Header, String: where the delivery goes, {@code bridge:…} or {@code peer:…}. */
    public static final String TARGET = "OpenFuseTarget";

    /** Header, String: {@code inbox} or {@code outbox/{directory}}, where the delivery's file was found. */
    public static final String SOURCE = "OpenFuseSource";

    /** Header, Integer: which try of the delivery this is, from 1. */
    public static final String ATTEMPT = "OpenFuseAttempt";

    /** Header, Long: the delivery's number, as {@code openfuse queue list} shows it. */
    public static final String DELIVERY = "OpenFuseDelivery";

    /** Header of {@code openfuse-watch}, String: {@code file} for one file, {@code scan} for "look at the folder". */
    public static final String WATCH = "OpenFuseWatch";

    /** Property, {@link dev.openfused.gateway.queue.Claim}: the claim behind an exchange of {@code openfuse-queue}. */
    public static final String CLAIM = "OpenFuseClaim";

    /** Property, String: set by a step that delivered, what the far end calls the message; kept with the delivery. */
    public static final String REMOTE_ID = "OpenFuseRemoteId";

    /** Property, String: set by the route of an inward bridge, the bridge's name. */
    public static final String BRIDGE = "openFuseBridge";

    /** Property, String: set by the route of an inward bridge, what its source calls the record; such a record counts once. */
    public static final String RECORD = "openFuseRecord";

    /** Property, {@link dev.openfused.gateway.message.FileCopy}: set by {@code openMessage}, the file that a delivery is of. */
    public static final String ATTACHMENT = "OpenFuseAttachment";

    /** Property, {@link DigestMembers}: set by {@code collectDigest}, the deliveries that are sent together and end alike. */
    public static final String DIGEST = "OpenFuseDigest";

    /** Property, {@link java.time.Instant}: set by a step that failed, before when not to try again ({@code Retry-After}). */
    public static final String RETRY_NOT_BEFORE = "OpenFuseRetryNotBefore";

    /** Property, {@link java.time.Duration}: set by a step after {@code openfuse-watch}, in how long to show the file again. */
    public static final String WATCH_AGAIN = "OpenFuseWatchAgain";

    private OpenFuseHeaders() {}

    /**
     * Drops every other header. Camel's producers take orders from headers: another address, topic or SMTP session than the
     * endpoint's. So a step that formats a delivery calls this before it sets headers of its own.
     *
     * @param message on its way out
     */
    public static void dropOthers(Message message) {
        message.removeHeaders("*", PREFIX + "*");
    }
}
