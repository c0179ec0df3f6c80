package dev.openfused.gateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "demo",
        description = "Watch a sealed message come out as a mail and a webhook call, and a webhook call come in.",
        footer = {"", "Everything happens in a temporary folder and on this machine; it takes a few seconds."})
final class DemoCommand implements Callable<Integer> {
    private final Console console;
    private final DemoRunner runner;

    DemoCommand(Console console, DemoRunner runner) {
        this.console = console;
        this.runner = runner;
    }

    @Override
    public Integer call() throws Exception {
        return runner.run(console.out());
    }
}
