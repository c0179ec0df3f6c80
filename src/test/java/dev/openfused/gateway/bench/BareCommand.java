package dev.openfused.gateway.bench;

/** What any command line in Java pays for, and nothing else. Run as a process of its own. */
final class BareCommand {
    private BareCommand() {}

    public static void main(String... arguments) {
        System.out.println("done");
    }
}
