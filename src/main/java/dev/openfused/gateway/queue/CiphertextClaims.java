package dev.openfused.gateway.queue;

import dev.openfused.gateway.message.MessageId;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which sender a ciphertext belongs to: the one with the best standing, among equals the first. An interceptor can
 * sign the ciphertext of an envelope as its own, before or after the genuine one arrives (protocol section 2, ciphertext
 * theft).
 */
final class CiphertextClaims {
    private final Database database;

    CiphertextClaims(Database database) {
        this.database = database;
    }

    /** What a claim comes to. */
    enum Outcome {
        /** Nobody else claimed it, or there is nothing to claim. */
        FIRST,
        /** Others did, all of whom this sender outranks. */
        BEST,
        /** Another one did, whom this sender does not outrank. */
        STOLEN
    }

    /** What a sender's claim comes to; until the transaction ends, nobody else's of this ciphertext is judged. */
    Outcome judge(Session session, SeenFile seen) throws SQLException {
        CiphertextClaim claim = seen.ciphertext();
        if (claim == null) {
            return Outcome.FIRST;
        }
        database.dialect().lock(session, claim.digest());
        List<String> others = session.list(
                "SELECT DISTINCT sender FROM message WHERE ciphertext = ? AND sender <> ?",
                row -> row.getString(1),
                claim.digest(),
                seen.sender());
        if (others.isEmpty()) {
            return Outcome.FIRST;
        }
        return others.stream().allMatch(claim.outranks()) ? Outcome.BEST : Outcome.STOLEN;
    }

    /** What the database keeps of a claim: nothing of one that is lost or was none. */
    static @Nullable String kept(SeenFile seen, Outcome outcome) {
        CiphertextClaim claim = seen.ciphertext();
        return claim == null || !claim.credible() || outcome == Outcome.STOLEN ? null : claim.digest();
    }

    /** Deliveries of the same ciphertext under other senders that were not made yet. */
    List<Long> undelivered(String ciphertext, String owner) {
        return database.read(session -> session.list("""
            SELECT delivery.key FROM delivery JOIN message ON message.id = delivery.id
            WHERE message.ciphertext = ? AND message.sender <> ? AND delivery.state NOT IN ('DONE', 'DROPPED')
            ORDER BY delivery.key
            """, row -> row.getLong(1), ciphertext, owner));
    }

    /** Ends all other senders' claims; says of which messages. */
    List<MessageId> end(String ciphertext, String owner) {
        return database.write(session -> session.list(
                "UPDATE message SET ciphertext = NULL WHERE ciphertext = ? AND sender <> ? RETURNING id",
                row -> new MessageId(row.getString(1)),
                ciphertext,
                owner));
    }
}
