package dev.openfused.gateway.cli;

import dev.openfused.gateway.crypto.SignatureEngine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * All commands by name. Only those that the arguments name are made and inspected: that is a good part of a short
 * command's time.
 */
final class CommandTree {
    private record Group(String description, List<String> members) {}

    /** In columns; the texts of the help are written for it. */
    private static final int HELP_WIDTH = 120;

    private static final List<String> VERSION = List.of("-V", "--version");

    private static final List<String> COMMANDS = List.of(
            "init",
            "status",
            "context",
            "profile",
            "compact",
            "validate",
            "share",
            "key",
            "inbox",
            "send",
            "broadcast",
            "subscribe",
            "unsubscribe",
            "peer",
            "sync",
            "watch",
            "register",
            "discover",
            "revoke",
            "rotate",
            "serve",
            "demo",
            "tasks",
            "bridge",
            "queue",
            "config",
            "doctor",
            "man",
            "completion");
    private static final Map<String, Group> GROUPS = Map.of(
            "key",
            new Group(
                    "This agent's keys, and those of the agents it knows.",
                    List.of("show", "list", "export", "import", "trust", "untrust")),
            "inbox",
            new Group("Messages received, and sending some.", List.of("list", "send", "archive", "release")),
            "peer",
            new Group("Where other agents are reached.", List.of("list", "add", "remove")),
            "tasks",
            new Group("A2A tasks, of the store or a server.", List.of("list", "get")),
            "bridge",
            new Group("The gateway's connections to channels.", List.of("list", "kinds", "explain", "test", "key")),
            "queue",
            new Group(
                    "The gateway's deliveries.",
                    List.of("list", "counts", "show", "retry", "drop", "purge", "rebuild")));

    private static final Set<String> WITH_KEYS = Set.of("init", "key show", "key list", "key export", "bridge key");

    private static final Set<String> WITH_FEW_MESSAGES =
            Set.of("inbox send", "send", "broadcast", "sync", "watch", "bridge test");

    /** Those for which the fastest engine pays, however long it takes to load. */
    private static final Set<String> WITH_MANY_MESSAGES = Set.of("inbox list");

    private final Console console;
    private final Wiring wiring;

    CommandTree(Console console, Wiring wiring) {
        this.console = console;
        this.wiring = wiring;
    }

    /**
     * The part of the tree that arguments lead to; all of it where they lead nowhere, for help and suggestions.
     *
     * @param arguments as typed
     * @return the root command
     */
    CommandLine branch(List<String> arguments) {
        if (leadTo(WITH_MANY_MESSAGES, arguments)) {
            SignatureEngine.prepare(Integer.MAX_VALUE);
        } else if (leadTo(WITH_FEW_MESSAGES, arguments)) {
            SignatureEngine.prepare(1);
        } else if (leadTo(WITH_KEYS, arguments)) {
            SignatureEngine.prepare(0);
        }
        CommandSpec root = finish(CommandSpec.wrapWithoutInspection(new GroupCommand(COMMANDS)), "openfuse");
        root.usageMessage().description("Sealed, signed messages between agents, people and systems.");
        root.versionProvider(() -> new String[] {Version.line()});
        root.addOption(OptionSpec.builder(VERSION.toArray(String[]::new))
                .versionHelp(true)
                .description("Print the version and exit.")
                .build());
        boolean version = !arguments.isEmpty() && VERSION.contains(arguments.get(0));
        for (String name : version ? List.<String>of() : named(COMMANDS, arguments, 0)) {
            Group group = GROUPS.get(name);
            root.addSubcommand(name, group == null ? command(name, name) : group(name, group, arguments));
        }
        FailureLines failures = new FailureLines(console);
        return new CommandLine(root)
                .setOut(console.out())
                .setErr(console.err())
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    private CommandSpec group(String name, Group group, List<String> arguments) {
        CommandSpec spec = finish(CommandSpec.wrapWithoutInspection(new GroupCommand(group.members())), name);
        spec.usageMessage().description(group.description());
        for (String member : named(group.members(), arguments, 1)) {
            spec.addSubcommand(member, command(name + ' ' + member, member));
        }
        return spec;
    }

    private CommandSpec command(String path, String name) {
        CommandSpec spec = finish(CommandSpec.forAnnotatedObject(action(path)), name);
        spec.usageMessage().footer(Examples.below(path, spec.usageMessage().footer()));
        return spec;
    }

    private Object action(String path) {
        return switch (path) {
            case "init" -> new InitCommand(console, wiring.clock());
            case "status" -> new StatusCommand(console);
            case "context" -> new ContextCommand(console, wiring.clock());
            case "profile" -> new ProfileCommand(console, wiring);
            case "compact" -> new CompactCommand(console, wiring.clock());
            case "validate" -> new ValidateCommand(console, wiring.clock());
            case "share" -> new ShareCommand(console);
            case "key show" -> new KeyShowCommand(console);
            case "key list" -> new KeyListCommand(console);
            case "key export" -> new KeyExportCommand(console);
            case "key import" -> new KeyImportCommand(console, wiring.clock());
            case "key trust" -> new KeyTrustCommand(console);
            case "key untrust" -> new KeyUntrustCommand(console);
            case "inbox list" -> new InboxListCommand(console, wiring);
            case "inbox send" -> new InboxSendCommand(console, wiring.clock());
            case "send" -> new SendCommand(console, wiring);
            case "inbox archive" -> new InboxArchiveCommand(console);
            case "inbox release" -> new InboxReleaseCommand(console);
            case "broadcast" -> new BroadcastCommand(console, wiring.clock());
            case "subscribe" -> new SubscribeCommand(console, wiring);
            case "unsubscribe" -> new UnsubscribeCommand(console);
            case "register" -> new RegisterCommand(console, wiring);
            case "discover" -> new DiscoverCommand(console, wiring);
            case "revoke" -> new RevokeCommand(console, wiring);
            case "rotate" -> new RotateCommand(console, wiring);
            case "peer list" -> new PeerListCommand(console, wiring.clock());
            case "peer add" -> new PeerAddCommand(console);
            case "peer remove" -> new PeerRemoveCommand(console);
            case "sync" -> new SyncCommand(console, wiring);
            case "watch" -> new WatchCommand(console, wiring);
            case "serve" -> new ServeCommand(console, wiring.serve());
            case "demo" -> new DemoCommand(console, wiring.demo());
            case "tasks list" -> new TasksListCommand(console, wiring);
            case "tasks get" -> new TasksGetCommand(console, wiring);
            case "bridge list" -> new BridgeListCommand(console, wiring.settings());
            case "bridge kinds" -> new BridgeKindsCommand(console, wiring.settings());
            case "bridge explain" -> new BridgeExplainCommand(console, wiring.settings());
            case "bridge test" -> new BridgeTestCommand(console, wiring.tester());
            case "bridge key" -> new BridgeKeyCommand(console, wiring.settings());
            case "queue list" -> new QueueListCommand(console, wiring.queues());
            case "queue counts" -> new QueueCountsCommand(console, wiring.queues());
            case "queue show" -> new QueueShowCommand(console, wiring.queues());
            case "queue retry" -> new QueueRetryCommand(console, wiring.queues());
            case "queue drop" -> new QueueDropCommand(console, wiring.queues());
            case "queue purge" -> new QueuePurgeCommand(console, wiring.queues(), wiring.clock());
            case "queue rebuild" -> new QueueRebuildCommand(console, wiring);
            case "config" -> new ConfigCommand(console, wiring.settings());
            case "doctor" -> new DoctorCommand(console, wiring);
            case "man" -> new ManCommand(console, () -> branch(List.of()));
            case "completion" -> new CompletionCommand(console, () -> branch(List.of()));
            default -> throw new IllegalArgumentException("no command '" + path + "'");
        };
    }

    private static boolean leadTo(Set<String> commands, List<String> arguments) {
        return IntStream.rangeClosed(1, Math.min(2, arguments.size()))
                .anyMatch(words -> commands.contains(String.join(" ", arguments.subList(0, words))));
    }

    private static List<String> named(List<String> names, List<String> arguments, int at) {
        return arguments.size() > at && names.contains(arguments.get(at)) ? List.of(arguments.get(at)) : names;
    }

    private static CommandSpec finish(CommandSpec spec, String name) {
        spec.name(name);
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build());
        spec.addOption(OptionSpec.builder("-q", "--quiet")
                .description(
                        "Print what was asked for, warnings and errors; no hints, no progress, no word of success.")
                .build());
        spec.usageMessage()
                .exitCodeListHeading("%nExit status:%n")
                .exitCodeList(ExitStatus.table())
                .abbreviateSynopsis(false);
        return spec;
    }
}
