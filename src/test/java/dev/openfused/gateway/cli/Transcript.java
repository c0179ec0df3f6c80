package dev.openfused.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session at the command line, written down. {@code $ } starts a command, {@code < } is a line of its standard input,
 * {@code ! } a line of its standard error, {@code = } its exit status and end; everything between is its standard output.
 * {@code $ put FILE} writes a file, {@code > FILE} at a command's end takes its standard output there. Lines between commands are for the reader.
 */
record Transcript(List<Step> steps) {
    /** One command and what it does. */
    record Step(int line, List<String> words, String input, String out, String err, int status) {}

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static Transcript read(Path file) throws IOException {
        List<Step> steps = new ArrayList<>();
        List<String> lines = Files.readAllLines(file, UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("$ ")) {
                int at = i;
                StringBuilder in = new StringBuilder();
                StringBuilder out = new StringBuilder();
                StringBuilder err = new StringBuilder();
                for (i++; !lines.get(i).startsWith("= "); i++) {
                    String line = lines.get(i);
                    StringBuilder into = line.startsWith("< ") ? in : line.startsWith("! ") ? err : out;
                    into.append(into == out ? line : line.substring(2)).append('\n');
                }
                int status = Integer.parseInt(lines.get(i).substring(2).strip());
                steps.add(new Step(
                        at + 1,
                        words(lines.get(at).substring(2)),
                        in.toString(),
                        out.toString(),
                        err.toString(),
                        status));
            }
        }
        return new Transcript(List.copyOf(steps));
    }

    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return List.copyOf(words);
    }
}
