package dev.openfused.gateway.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** {@link BareCommand} and {@link BareServer} as processes, with the libraries and JVM options of the packaged gateway. */
final class BarePrograms {
    private static final List<Class<?>> CLASSES = List.of(BareCommand.class, BareServer.class, Probe.class, Pace.class);
    private static final List<String> COMMAND_OPTIONS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
    private static final List<String> SERVER_OPTIONS = List.of("-XX:+UseSerialGC", "-Xshare:auto");

    private final Path folder;
    private final Path jar;
    private final Path archive;

    /** Packs them: a class-data archive is only made of jars. */
    BarePrograms(Path folder) throws IOException {
        this.folder = folder;
        this.jar = folder.resolve("bare.jar");
        this.archive = folder.resolve("bare.jsa");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Class<?> type : CLASSES) {
                String entry = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(entry));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(entry)) {
                    if (bytes == null) {
                        throw new IOException("no bytes of " + type);
                    }
                    bytes.transferTo(out);
                }
            }
        }
    }

    /** Runs the bare command to its end. */
    void runCommand() throws IOException, InterruptedException {
        await(start(COMMAND_OPTIONS, jar.toString(), BareCommand.class));
    }

    /** Makes the bare server's class-data archive. */
    void makeArchive() throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(SERVER_OPTIONS);
        options.add("-XX:ArchiveClassesAtExit=" + archive);
        await(start(options, classPath(), BareServer.class, port(), database(), "once"));
    }

    /** Starts the bare server, from its archive if there is one; the caller ends it. */
    Process startServer(int port) throws IOException {
        List<String> options = new ArrayList<>(SERVER_OPTIONS);
        if (Files.exists(archive)) {
            options.add("-XX:SharedArchiveFile=" + archive);
        }
        return start(options, classPath(), BareServer.class, Integer.toString(port), database());
    }

    private static String port() throws IOException {
        return Integer.toString(Ground.freePort());
    }

    private String database() {
        return folder.resolve("bare.db").toString();
    }

    private String classPath() {
        String lib = System.getProperty("distribution", "target/openfused-gateway") + "/lib";
        return jar + ":" + lib + "/*:" + lib + "/serve/*";
    }

    private Process start(List<String> options, String classPath, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("bare.log").toFile())
                .start();
    }

    private void await(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("a bare program does not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException("a bare program failed: " + Files.readString(folder.resolve("bare.log")));
        }
    }
}
