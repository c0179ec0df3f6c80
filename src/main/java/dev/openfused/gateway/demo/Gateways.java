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
     * Starts them, whoever is called before whoever calls.
     *
     * @return where the gateway listens
     */
    String start() throws IOException, StepFailedException, InterruptedException {
        stage.narrator()
                .step(
                        "Each store is served by a process of its own; the gateway's has a mail bridge, a webhook bridge and"
                                + " a webhook that comes in.");
        stage.type("peer", "add", serve("bob"), "-n", "bob", "-d", "gateway");
        String url = serve("gateway");
        stage.type("peer", "add", url, "-n", "gateway", "-d", "alice");
        serve("alice");
        return url;
    }

    private String serve(String name) throws IOException, StepFailedException, InterruptedException {
        stage.narrator().command(List.of("serve", "--store", name, "--config", name + ".properties", "--port", "0"));
        ServeProcess process = ServeProcess.start(
                launcher, stage.path(name), stage.path(name + ".properties"), stage.path(name + ".log"));
        processes.add(process);
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
