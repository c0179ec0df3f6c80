package dev.openfused.gateway.bench;

import dev.openfused.gateway.GatewayProcess;
import dev.openfused.gateway.TestAgent;
import dev.openfused.gateway.crypto.MessageDecryptor;
import dev.openfused.gateway.crypto.MessageVerifier;
import dev.openfused.gateway.crypto.SealedText;
import dev.openfused.gateway.crypto.SignatureEngine;
import dev.openfused.gateway.message.MessageJson;
import dev.openfused.gateway.store.Inbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Ten thousand sealed messages, opened by the packaged {@code inbox list --json}. */
final class OpenRow implements Row {
    private static final int MESSAGES = 10_000;
    private static final int TIMES = 3;
    private static final Duration PART = Duration.ofSeconds(2);

    @Override
    public String name() {
        return "open";
    }

    @Override
    public List<Figure> measure(Ground ground) throws Exception {
        TestAgent alice = ground.agent("alice");
        TestAgent bob = ground.agent("bob").knows(alice, true);
        List<byte[]> envelopes = Envelopes.sealed(alice, bob, MESSAGES);
        Path inbox = bob.store().inbox().directory();
        for (int i = 0; i < MESSAGES; i++) {
            Files.write(inbox.resolve(name(i)), envelopes.get(i));
        }
        double[] rates = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            rates[i] = listed(bob.store().root());
        }
        return List.of(Figure.of("open 10,000 sealed messages, `inbox list --json`", Median.of(rates), Unit.PER_SECOND)
                .withLimit(parts(bob, envelopes))
                .withRemark("the process's start and its JSON count in the measured figure; median of " + TIMES));
    }

    private static String name(int number) {
        return "2026-01-01T00-00-00-000Z_from-alice-%05d.json".formatted(number);
    }

    private static double listed(Path store) throws Exception {
        long start = System.nanoTime();
        GatewayProcess.Result result = GatewayProcess.run("inbox", "list", "--json", "-d", store.toString());
        double seconds = (System.nanoTime() - start) / 1e9;
        long opened;
        try (Stream<String> lines = result.out().lines()) {
            opened = lines.filter(line -> line.matches(" *\"verified\" ?: true,"))
                    .count();
        }
        if (opened != MESSAGES) {
            throw new IllegalStateException(opened + " of " + MESSAGES + " came out verified: " + result.err());
        }
        return MESSAGES / seconds;
    }

    private static Parts parts(TestAgent bob, List<byte[]> envelopes) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        Inbox inbox = bob.store().inbox();
        MessageVerifier verifier = new MessageVerifier(SignatureEngine.best());
        MessageDecryptor decryptor = new MessageDecryptor(SignatureEngine.best(), bob.keys());
        return new Parts()
                .with("read file", Rate.perSecond(cores, PART, number -> {
                    return inbox.read(name(number % MESSAGES)).isPresent() ? 1 : 0;
                }))
                .with("parse and verify", Rate.perSecond(cores, PART, number -> {
                    verifier.verify(MessageJson.read(envelopes.get(number % MESSAGES)));
                    return 1;
                }))
                .with("decrypt", Rate.perSecond(cores, PART, number -> {
                    String message =
                            MessageJson.read(envelopes.get(number % MESSAGES)).message();
                    decryptor.decrypt(SealedText.in(message).orElseThrow());
                    return 1;
                }));
    }
}
