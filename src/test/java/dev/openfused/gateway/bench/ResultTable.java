package dev.openfused.gateway.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The figures as a Markdown document. */
final class ResultTable {
    private final Machine machine;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    ResultTable(Machine machine) {
        this.machine = machine;
    }

    void add(List<Figure> more) {
        figures.addAll(more);
    }

    void addFailure(String row, String why) {
        failures.add("`" + row + "`: " + why.lines().findFirst().orElse(why));
    }

    boolean isComplete() {
        return failures.isEmpty();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("""
                # Figures

                Written by `mvn -Pbench verify`; `bench/README.md` says what the columns mean. An aim that is missed is in bold.

                """);
        machine.lines().forEach(line -> text.append("- ").append(line).append('\n'));
        text.append("\n| figure | measured | limit | of the limit | aim |\n|---|---:|---:|---:|---|\n");
        figures.forEach(figure -> text.append(line(figure)));
        text.append("\n## What the limits are made of\n\n");
        figures.stream().filter(figure -> !figure.parts().isEmpty()).forEach(figure -> text.append("- ")
                .append(figure.what())
                .append(": ")
                .append(figure.parts())
                .append('\n'));
        if (!failures.isEmpty()) {
            text.append("\n## Not measured\n\n");
            failures.forEach(failure -> text.append("- ").append(failure).append('\n'));
        }
        return text.toString();
    }

    private static String line(Figure figure) {
        Unit unit = figure.unit();
        OptionalDouble share = figure.share();
        String limit = figure.limit().isPresent() ? unit.text(figure.limit().getAsDouble()) : "";
        String ofLimit = share.isPresent() ? number(share.getAsDouble(), Figure.SHARE_AIMED_AT) : "";
        return "| %s | %s | %s | %s | %s |%n"
                .formatted(figure.what(), unit.text(figure.value()), limit, ofLimit, aim(figure));
    }

    private static String number(double share, double aim) {
        String text = String.format(Locale.ROOT, "%.2f", share);
        return share >= aim ? text : bold(text);
    }

    private static String aim(Figure figure) {
        List<String> aims = new ArrayList<>();
        figure.aim().ifPresent(aim -> {
            String text = figure.unit().atBest(aim);
            aims.add(figure.unit().isGoodEnough(figure.value(), aim) ? text : bold(text));
        });
        figure.share().ifPresent(share -> {
            String text = Figure.SHARE_AIMED_AT + " of the limit";
            aims.add(share >= Figure.SHARE_AIMED_AT ? text : bold(text));
        });
        return String.join(", ", aims);
    }

    private static String bold(String text) {
        return "**" + text + "**";
    }
}
