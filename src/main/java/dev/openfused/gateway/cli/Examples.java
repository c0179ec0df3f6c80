package dev.openfused.gateway.cli;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What help and manual show of each command in use. A test types each of them. */
final class Examples {
    /** What stands above them in the help. */
    static final String HEADING = "Examples:";

    private static final Map<String, List<String>> ALL = Map.ofEntries(
            entry(
                    "init",
                    List.of(
                            "openfuse init --name alice",
                            "openfuse init --name release --dir /srv/release --workspace")),
            entry("status", List.of("openfuse status", "openfuse status --json -d store")),
            entry(
                    "context",
                    List.of(
                            "openfuse context",
                            "openfuse context --append '## Release 214\\n<!-- validity: 6h -->\\nTests run.'",
                            "openfuse context --append --file notes.md")),
            entry("profile", List.of("openfuse profile", "openfuse profile --set --file PROFILE.md")),
            entry("compact", List.of("openfuse compact", "openfuse compact --prune-stale")),
            entry("validate", List.of("openfuse validate", "openfuse validate --json")),
            entry("share", List.of("openfuse share report.pdf", "make report | openfuse share - --as report.txt")),
            entry("key show", List.of("openfuse key show")),
            entry("key list", List.of("openfuse key list", "openfuse key list --json")),
            entry("key export", List.of("openfuse key export > alice.keys")),
            entry(
                    "key import",
                    List.of("openfuse key import bob bob.keys", "openfuse key import wisp - -@ wisp@example.org")),
            entry(
                    "key trust",
                    List.of(
                            "openfuse key trust bob --internal",
                            "openfuse key trust wisp:2CC78684 --external --note 'vendor'")),
            entry("key untrust", List.of("openfuse key untrust wisp")),
            entry("inbox list", List.of("openfuse inbox list", "openfuse inbox list --all --no-sync --json")),
            entry(
                    "inbox send",
                    List.of(
                            "openfuse inbox send bob 'The build is green.'",
                            "openfuse inbox send bob --file report.md")),
            entry(
                    "inbox archive",
                    List.of(
                            "openfuse inbox archive 2026-03-21T07-59-44-123Z_from-bob.json",
                            "openfuse inbox archive --all")),
            entry("inbox release", List.of("openfuse inbox release 2026-03-21T07-59-44-123Z_from-wisp.json")),
            entry(
                    "send",
                    List.of(
                            "openfuse send bob 'The build is green.'",
                            "make report | openfuse send bob -",
                            "openfuse send wisp hello --registry https://registry.example.org")),
            entry(
                    "broadcast",
                    List.of(
                            "openfuse broadcast 'Release 214 is out.'",
                            "openfuse broadcast --internal --file notes.md")),
            entry("subscribe", List.of("openfuse subscribe wisp --note 'release news'")),
            entry("unsubscribe", List.of("openfuse unsubscribe wisp")),
            entry("peer list", List.of("openfuse peer list")),
            entry(
                    "peer add",
                    List.of(
                            "openfuse peer add https://agents.example.org -n bob",
                            "openfuse peer add ssh://lab:/srv/alice -n alice")),
            entry("peer remove", List.of("openfuse peer remove bob")),
            entry("sync", List.of("openfuse sync", "openfuse sync bob --json")),
            entry("watch", List.of("openfuse watch", "openfuse watch --sync-interval 30")),
            entry(
                    "register",
                    List.of(
                            "openfuse register",
                            "openfuse register --name alice.example.org --endpoint https://alice.example.org")),
            entry(
                    "discover",
                    List.of(
                            "openfuse discover wisp",
                            "openfuse discover wisp --registry https://registry.example.org")),
            entry("revoke", List.of("openfuse revoke", "openfuse revoke --yes")),
            entry("rotate", List.of("openfuse rotate", "openfuse rotate --local --yes")),
            entry("serve", List.of("openfuse serve", "openfuse serve --config /etc/openfuse/application.properties")),
            entry("demo", List.of("openfuse demo")),
            entry(
                    "tasks list",
                    List.of("openfuse tasks list", "openfuse tasks list --url http://127.0.0.1:2053 --json")),
            entry(
                    "tasks get",
                    List.of(
                            "openfuse tasks get task_20260315120000_0123456789ab",
                            "openfuse tasks get task_20260315120000_0123456789ab --url https://agents.example.org"
                                    + " --json")),
            entry("bridge list", List.of("openfuse bridge list")),
            entry("bridge kinds", List.of("openfuse bridge kinds")),
            entry("bridge explain", List.of("openfuse bridge explain slack")),
            entry("bridge test", List.of("openfuse bridge test ops-mail")),
            entry("bridge key", List.of("openfuse bridge key alerts > alerts.keys")),
            entry("queue list", List.of("openfuse queue list", "openfuse queue list --json")),
            entry("queue counts", List.of("openfuse queue counts")),
            entry("queue show", List.of("openfuse queue show 17")),
            entry("queue retry", List.of("openfuse queue retry 17")),
            entry(
                    "queue drop",
                    List.of("openfuse queue drop 17 18 --why 'sent by hand'", "openfuse queue drop 17 --yes")),
            entry("queue purge", List.of("openfuse queue purge")),
            entry("queue rebuild", List.of("openfuse queue rebuild --newer-than 2d")),
            entry("config", List.of("openfuse config", "openfuse config --json")),
            entry("doctor", List.of("openfuse doctor", "openfuse doctor --offline --json")),
            entry("man", List.of("openfuse man | man -l -", "openfuse man inbox send | man -l -")),
            entry(
                    "completion",
                    List.of("source <(openfuse completion)", "openfuse completion > /etc/bash_completion.d/openfuse")));

    private Examples() {}

    /**
     * Of one command.
     *
     * @param path its words, such as {@code inbox list}
     * @return lines to type; none for a group
     */
    static List<String> of(String path) {
        return ALL.getOrDefault(path, List.of());
    }

    /**
     * The end of a command's help with its examples.
     *
     * @param path its words
     * @param footer what stands there without them
     * @return lines
     */
    static String[] below(String path, String[] footer) {
        List<String> examples = of(path);
        if (examples.isEmpty()) {
            return footer;
        }
        List<String> lines = new ArrayList<>(List.of(footer));
        lines.add("");
        lines.add(HEADING);
        // A percent sign stands for a line's end, and more, in these texts.
        examples.forEach(example -> lines.add("  " + example.replace("%", "%%")));
        return lines.toArray(String[]::new);
    }
}
