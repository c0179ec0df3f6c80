package dev.openfused.gateway.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a configuration file with those that it includes in their places. */
final class SshConfigFile {
    private static final Pattern LINE = Pattern.compile("\\s*([A-Za-z0-9]+)(?:\\s*=\\s*|\\s+)(.*?)\\s*");
    private static final Line EVERYWHERE = new Line("match", "all");
    private static final int DEEPEST = 16;
    private static final int LONGEST = 1 << 20;

    private final Path home;
    private final List<Line> lines = new ArrayList<>();

    private SshConfigFile(Path home) {
        this.home = home;
    }

    /**
     * One setting.
     *
     * @param keyword in lower case
     * @param arguments all of them, without quotes, a space between
     */
    record Line(String keyword, String arguments) {
        boolean opensBlock() {
            return keyword.equals("host") || keyword.equals("match");
        }
    }

    static List<Line> read(Path file, Path home) throws IOException {
        SshConfigFile read = new SshConfigFile(home);
        read.add(file, 0);
        return read.lines;
    }

    private void add(Path file, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("ssh: " + file + " is included more than " + DEEPEST + " levels deep");
        }
        Line block = lastBlock();
        int number = 0;
        for (String text : content(file).split("\n", -1)) {
            number++;
            String line = text.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || parts.group(2).isEmpty()) {
                throw new IOException("ssh: " + file + ":" + number + " is no 'keyword value'");
            }
            String keyword = parts.group(1).toLowerCase(Locale.ROOT);
            String arguments = parts.group(2).replace("\"", "");
            if (keyword.equals("include")) {
                include(arguments, depth);
                lines.add(block); // those of the included files end with them
                continue;
            }
            lines.add(new Line(keyword, arguments));
            if (lines.get(lines.size() - 1).opensBlock()) {
                block = lines.get(lines.size() - 1);
            }
        }
    }

    private Line lastBlock() {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (lines.get(i).opensBlock()) {
                return lines.get(i);
            }
        }
        return EVERYWHERE;
    }

    private static String content(Path file) throws IOException {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new IOException("ssh: the configuration " + file + " is not there, or can't be read");
        }
        if (Files.size(file) > LONGEST) {
            throw new IOException("ssh: " + file + " is larger than " + LONGEST + " bytes");
        }
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Files that are not there are none, as with {@code ssh}. */
    private void include(String arguments, int depth) throws IOException {
        for (String argument : arguments.split("\\s+")) {
            Path named = argument.startsWith("~/")
                    ? home.resolve(argument.substring(2))
                    : home.resolve(".ssh").resolve(argument);
            Path folder = named.getParent();
            if (folder == null || !Files.isDirectory(folder)) {
                continue;
            }
            List<Path> found = new ArrayList<>();
            try (DirectoryStream<Path> matching =
                    Files.newDirectoryStream(folder, named.getFileName().toString())) {
                matching.forEach(found::add);
            }
            found.sort(null);
            for (Path each : found) {
                if (Files.isRegularFile(each)) {
                    add(each, depth + 1);
                }
            }
        }
    }
}
