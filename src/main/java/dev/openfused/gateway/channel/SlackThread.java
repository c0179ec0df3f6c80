package dev.openfused.gateway.channel;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A thread of Slack's, told by its first post. The time stamp that Slack calls it by is its own within one channel only; so
 * the queue knows it as {@code channel/ts}, such as {@code C0123456789/1764144900.000100}.
 *
 * @see <a href="https://docs.slack.dev/messaging/#threading">Threads</a>
 */
public final class SlackThread {
    private static final Pattern CHANNEL = Pattern.compile("[A-Z0-9]{1,40}");
    private static final Pattern TS = Pattern.compile("\\d{1,20}\\.\\d{1,20}");

    private SlackThread() {}

    /**
     * The queue's name for a thread.
     *
     * @param channel the channel's id, as Slack says it
     * @param ts the first post's time stamp, as Slack says it
     * @return the two as one, or empty if one of them is none of Slack's
     */
    public static Optional<String> name(String channel, String ts) {
        return CHANNEL.matcher(channel).matches() && TS.matcher(ts).matches()
                ? Optional.of(channel + '/' + ts)
                : Optional.empty();
    }

    /**
     * What Slack wants to hear for {@code thread_ts}.
     *
     * @param name from {@link #name}
     * @return the time stamp
     */
    public static String ts(String name) {
        return name.substring(name.indexOf('/') + 1);
    }
}
