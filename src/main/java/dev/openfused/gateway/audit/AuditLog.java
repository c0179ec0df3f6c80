package dev.openfused.gateway.audit;

import dev.openfused.gateway.message.MessageId;
import dev.openfused.gateway.message.VisibleText;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The audit log: one line per message and decision, {@code event=… id=… …}, never a message's content. Strangers' text is
 * quoted and made visible, so that nobody writes a line of their own.
 */
public final class AuditLog {
    private final Consumer<String> lines;

    /**
     * A log.
     *
     * @param lines takes each line, without its end; adds the time
     */
    public AuditLog(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * A message was accepted and is on disk.
     *
     * @param id the message
     * @param from who it says it is from
     * @param file where it stands
     */
    public void received(MessageId id, String from, String file) {
        lines.accept("event=received id=" + id + from(from) + " file=" + quoted(file));
    }

    /**
     * A message or request was refused.
     *
     * @param door where, such as {@code inbox} or {@code hook:NAME}
     * @param from who it says it is from, if that much was readable
     * @param reason the stable kind, such as {@code bad-signature}
     * @param why one line
     */
    public void refused(String door, @Nullable String from, String reason, String why) {
        lines.accept("event=refused door=" + quoted(door) + (from == null ? "" : from(from)) + " reason=" + reason
                + " why=" + quoted(why));
    }

    /**
     * A message was entered for a target.
     *
     * @param id the message
     * @param from who it says it is from
     * @param target such as {@code bridge:NAME}
     */
    public void dispatched(MessageId id, String from, String target) {
        lines.accept("event=dispatched id=" + id + from(from) + " target=" + quoted(target));
    }

    /**
     * A target has a message.
     *
     * @param id the message
     * @param target such as {@code bridge:NAME}
     * @param remoteId what the far end calls it, if it said so
     */
    public void delivered(MessageId id, String target, @Nullable String remoteId) {
        lines.accept("event=delivered id=" + id + " target=" + quoted(target)
                + (remoteId == null ? "" : " remote=" + quoted(remoteId)));
    }

    /**
     * A delivery was given up.
     *
     * @param id the message
     * @param target such as {@code bridge:NAME}
     * @param why one line
     */
    public void dead(MessageId id, String target, String why) {
        lines.accept("event=dead id=" + id + " target=" + quoted(target) + " why=" + quoted(why));
    }

    /**
     * A delivery was taken out: not accepted by its bridge, or by an operator.
     *
     * @param id the message
     * @param target such as {@code bridge:NAME}
     * @param why one line
     */
    public void dropped(MessageId id, String target, String why) {
        lines.accept("event=dropped id=" + id + " target=" + quoted(target) + " why=" + quoted(why));
    }

    private static String from(String from) {
        return " from=" + quoted(from);
    }

    private static String quoted(String text) {
        return '"' + VisibleText.of(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
