package dev.openfused.gateway.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's manual page, in roff, from what its help is made of. */
final class ManPage {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "OPENFUSE_DIR", "The store, where --dir is not given.",
            "OPENFUSE_REGISTRY", "The registry, where --registry is not given.",
            "OPENFUSE_TOKEN", "The bearer token for 'tasks --url', where --token is not given.",
            "NO_COLOR", "If set, nothing is coloured.",
            "OPENFUSE_JAVA_OPTS", "Options for the JVM, split at blanks.");

    private final CommandSpec spec;
    private final StringBuilder out = new StringBuilder();

    private ManPage(CommandSpec spec) {
        this.spec = spec;
    }

    /**
     * The page of one command.
     *
     * @param spec the command, in its tree
     * @return roff, to be read by {@code man -l -}
     */
    static String of(CommandSpec spec) {
        return new ManPage(spec).text();
    }

    private String text() {
        String name = spec.qualifiedName("-");
        out.append(".TH \"")
                .append(name.toUpperCase(Locale.ROOT))
                .append("\" 1 \"\" \"")
                .append(Version.line())
                .append("\" \"OpenFused Gateway\"\n");
        List<String> description = Arrays.asList(spec.usageMessage().description());
        section("NAME");
        line(name + " - " + description.get(0));
        section("SYNOPSIS");
        line(synopsis());
        section("DESCRIPTION");
        description.forEach(this::line);
        footer();
        if (!spec.subcommands().isEmpty()) {
            section("COMMANDS");
            spec.subcommands()
                    .forEach((each, command) -> item(
                            bold(each), command.getCommandSpec().usageMessage().description()));
        }
        if (!spec.positionalParameters().isEmpty()) {
            section("ARGUMENTS");
            spec.positionalParameters().forEach(each -> item(italic(each.paramLabel()), each.description()));
        }
        section("OPTIONS");
        for (OptionSpec option : spec.options()) {
            String names = Arrays.stream(option.names()).map(ManPage::bold).collect(Collectors.joining(", "));
            item(names + value(option), option.description());
        }
        section("EXIT STATUS");
        ExitStatus.table().forEach((status, meaning) -> item(bold(status.strip()), meaning));
        section("ENVIRONMENT");
        ENVIRONMENT.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> item(bold(each.getKey()), each.getValue()));
        List<String> examples = Examples.of(path());
        if (!examples.isEmpty()) {
            section("EXAMPLES");
            out.append(".nf\n");
            examples.forEach(this::line);
            out.append(".fi\n");
        }
        return out.toString();
    }

    private String path() {
        String name = spec.qualifiedName();
        return name.contains(" ") ? name.substring(name.indexOf(' ') + 1) : "";
    }

    private String synopsis() {
        String positional =
                spec.positionalParameters().stream().map(ManPage::argument).collect(Collectors.joining(" "));
        return spec.qualifiedName() + (spec.subcommands().isEmpty() ? "" : " COMMAND") + " [OPTION]..."
                + (positional.isEmpty() ? "" : ' ' + positional);
    }

    private static String argument(PositionalParamSpec each) {
        String label = each.paramLabel() + (each.arity().max() > 1 ? "..." : "");
        return each.arity().min() == 0 ? '[' + label + ']' : label;
    }

    /** What stands below the options in the help, without the examples. */
    private void footer() {
        out.append(".PP\n");
        for (String text : spec.usageMessage().footer()) {
            if (text.equals(Examples.HEADING)) {
                return;
            }
            line(text);
        }
    }

    private static String value(ArgSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        String label = '=' + italic(option.paramLabel());
        return option.arity().min() == 0 ? '[' + label + ']' : label;
    }

    private void section(String title) {
        out.append(".SH ").append(title).append('\n');
    }

    private void item(String head, String... texts) {
        out.append(".TP\n").append(head).append('\n');
        for (String text : texts) {
            line(text);
        }
    }

    private void line(String text) {
        String plain = escaped(text.replace("%n", "").replace("%%", "%"));
        if (!plain.isBlank()) {
            out.append(plain.startsWith(".") || plain.startsWith("'") ? "\\&" : "")
                    .append(plain)
                    .append('\n');
        }
    }

    private static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    private static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
