package dev.openfused.gateway.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Each store, served by a process of its own. */
final class Gateways implements AutoCloseable {
    private final Stage stage;
    private final List<String> launcher;
    private final List<ServeProcess> processes = new ArrayList<>();

    Gateways(Stage stage, List<String> launcher) {
        this.stage = stage;
        this.launcher = launcher;
    }

    /**
     * Starts them, side by side.
     *
     * @return where the gateway listens
     */
    String start() throws IOException, StepFailedException, InterruptedException {
        stage.narrator()
                .step(
                        "Each store is served by a process of its own; the gateway's has a mail bridge, a webhook bridge and"
                                + " a webhook that comes in.");
        ServeProcess bob = serve("bob");
        ServeProcess gateway = serve("gateway");
        ServeProcess alice = serve("alice");
        String bobUrl = awaitListening("bob", bob);
        String gatewayUrl = awaitListening("gateway", gateway);
        awaitListening("alice", alice);
        stage.type("peer", "add", bobUrl, "-n", "bob", "-d", "gateway");
        stage.type("peer", "add", gatewayUrl, "-n", "gateway", "-d", "alice");
        return gatewayUrl;
    }

    private ServeProcess serve(String name) throws IOException {
        stage.narrator().command(List.of("serve", "--store", name, "--config", name + ".properties", "--port", "0"));
        ServeProcess process = ServeProcess.start(
                launcher, stage.path(name), stage.path(name + ".properties"), stage.path(name + ".log"));
        processes.add(process);
        return process;
    }

    private String awaitListening(String name, ServeProcess process) throws StepFailedException, InterruptedException {
        String url = process.url(Stage.PATIENCE);
        stage.narrator().says(name + " listens on " + url + ", its log is " + stage.path(name + ".log"));
        return url;
    }

    @Override
    public void close() {
        processes.forEach(ServeProcess::end);
        processes.forEach(ServeProcess::close);
    }
}
