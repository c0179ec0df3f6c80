package dev.openfused.gateway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Measures the packaged gateway, row by row, prints the table and writes it to a file. System properties: {@code
 * distribution}, the packaged gateway; {@code bench.folder}, where stores are made (its disk is what is measured); {@code
 * bench.rows}, names of rows separated by commas, none for all; {@code bench.results}, the file for a whole table.
 */
public final class Bench {
    private static final List<Row> ROWS = List.of(
            new StartRow(),
            new CommandRow(),
            new LoadRow(),
            new PostRow(),
            new CrowdRow(),
            new PushRow(),
            new OpenRow(),
            new ListRow(),
            new DropRow(),
            new HangingRow(),
            QueueRow.sqlite(),
            QueueRow.postgres(),
            new IdleRow());

    private static final Duration FAREWELL = Duration.ofSeconds(60);

    private final Path folder = Path.of(System.getProperty("bench.folder", "target/bench"));
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "bench");
        worker.setDaemon(true);
        return worker;
    });

    private Bench() {}

    /**
     * Measures.
     *
     * @param arguments none
     * @throws Exception if nothing can be measured here
     */
    public static void main(String... arguments) throws Exception {
        List<Row> wanted = wanted(System.getProperty("bench.rows", ""));
        Bench bench = new Bench();
        Files.createDirectories(bench.folder);
        ResultTable table = new ResultTable(Machine.here(bench.folder));
        for (Row row : wanted) {
            bench.measure(row, table);
        }
        String text = table.markdown();
        System.out.println(text);
        if (wanted.size() == ROWS.size()) {
            Files.writeString(Path.of(System.getProperty("bench.results", "bench/results.md")), text);
        }
        System.exit(table.isComplete() ? 0 : 1);
    }

    private static List<Row> wanted(String names) {
        Set<String> chosen = Arrays.stream(names.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        List<String> known = ROWS.stream().map(Row::name).toList();
        if (!known.containsAll(chosen)) {
            throw new IllegalArgumentException("bench.rows names rows that are none; there are " + known);
        }
        return ROWS.stream()
                .filter(row -> chosen.isEmpty() || chosen.contains(row.name()))
                .toList();
    }

    private void measure(Row row, ResultTable table) throws IOException, InterruptedException {
        System.err.println("bench: " + row.name());
        try (Ground ground = new Ground(folder.resolve(row.name()))) {
            Future<List<Figure>> figures = thread.submit(() -> row.measure(ground));
            try {
                table.add(figures.get(row.longest().toSeconds(), TimeUnit.SECONDS));
            } catch (ExecutionException e) {
                table.addFailure(row.name(), String.valueOf(e.getCause()));
            } catch (TimeoutException e) {
                figures.cancel(true);
                table.addFailure(row.name(), "not finished after " + row.longest());
                awaitEndOfRow();
            }
        }
    }

    /** A row that is broken off still ends what it started, before its folder goes. */
    private void awaitEndOfRow() throws InterruptedException {
        Future<?> next = thread.submit(() -> {});
        try {
            next.get(FAREWELL.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a row that was broken off does not end", e);
        }
    }
}
