package dev.openfused.gateway.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * The process that {@link QueueKillContract} kills: dispatches, claims and ends deliveries on several threads for as long
 * as it lives, and prints a line for each change after the queue acknowledged it. A line is a verb, a message's text and,
 * for claims and what becomes of them, the delivery's number.
 */
final class QueueWorker {
    static final List<Target> TARGETS = List.of(Target.bridge("ops-mail"), Target.bridge("ops-hook"));
    static final int SENDERS = 3;
    /** Longer than any round, so that nothing is taken over or tried again within one. */
    static final Duration LONG = Duration.ofHours(1);

    private static final int THREADS = 4;
    private static final RetryPolicy POLICY = new RetryPolicy(3, LONG.multipliedBy(2), LONG.multipliedBy(2));

    private final DeliveryQueue queue;
    private final int round;

    private QueueWorker(DeliveryQueue queue, int round) {
        this.queue = queue;
        this.round = round;
    }

    /** Arguments: the round, hours the clock is ahead, then a file, or URL, user, password and namespace of a server. */
    public static void main(String[] arguments) {
        int round = Integer.parseInt(arguments[0]);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.ofHours(Integer.parseInt(arguments[1])));
        DeliveryQueue queue = arguments.length == 3
                ? DeliveryQueues.sqlite(Path.of(arguments[2]), clock, options())
                : DeliveryQueues.postgres(
                        arguments[2],
                        arguments[3],
                        () -> arguments[4],
                        arguments[5],
                        StoreIdentity.SOLE,
                        clock,
                        options());
        QueueWorker worker = new QueueWorker(queue, round);
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            new Thread(() -> worker.work(thread)).start();
        }
    }

    /** Failures are part of the play here; a paused target would end it. */
    static QueueOptions options() {
        return QueueOptions.DEFAULT.withBreaker(new BreakerPolicy(Integer.MAX_VALUE, LONG, LONG));
    }

    private void work(int thread) {
        Random random = new Random(31L * round + thread);
        for (int i = 0; ; i++) {
            String text = round + "-" + thread + "-" + i;
            if (i % 3 == 0) {
                queue.remember(QueueWords.id(text), text + ".json");
                say("remembered", text, 0);
            }
            String sender = "sender-" + random.nextInt(SENDERS);
            queue.dispatch(
                    new SeenFile("inbox", text + ".json", QueueWords.id(text), sender, null, TARGETS),
                    text.getBytes(UTF_8));
            say("dispatched", text, 0);
            for (Target target : TARGETS) {
                queue.claim(target, Order.SENDER, 2, LONG).forEach(claim -> end(claim, random.nextInt(10)));
            }
        }
    }

    private void end(Claim claim, int chance) {
        String text = new String(claim.envelope(), UTF_8);
        long key = claim.delivery().key();
        say("claimed", text, key);
        if (chance == 0) {
            queue.dead(claim, "refused");
            say("dead", text, key);
        } else if (chance == 1) {
            queue.later(claim, "busy", null, POLICY);
            say("later", text, key);
        } else {
            queue.done(claim, "remote-" + key);
            say("done", text, key);
        }
    }

    /** One write a line, so that a kill leaves at most the last line short. */
    private static void say(String verb, String text, long key) {
        byte[] line = (verb + ' ' + text + ' ' + key + '\n').getBytes(UTF_8);
        PrintStream out = System.out;
        out.write(line, 0, line.length);
        out.flush();
    }
}
