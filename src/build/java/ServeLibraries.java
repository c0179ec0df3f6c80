import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Moves the jars that only {@code serve}, {@code demo} and {@code bridge} need into a folder of their own. The JDK's
 * cryptography asks for a service, and then a JVM opens each jar of its class path: a third of a short command's time.
 *
 * <p>A step of the build, run from source: {@code java ServeLibraries.java LIB SERVE}
 */
final class ServeLibraries {
    /** What their names begin with. A jar that is not named here stays where every command finds it. */
    private static final List<String> NAMES = List.of(
            "angus-",
            "artemis-",
            "asn-one-",
            "camel-attachments-",
            "camel-direct-",
            "camel-dsl-support-",
            "camel-http-",
            "camel-jms-",
            "camel-kafka-",
            "camel-log-",
            "camel-mail-",
            "camel-main-",
            "camel-platform-http-",
            "camel-spring-",
            "camel-timer-",
            "camel-vertx-common-",
            "camel-yaml-dsl-",
            "commons-beanutils-",
            "commons-collections-",
            "commons-logging-",
            "jakarta.",
            "kafka-clients-",
            "lz4-java-",
            "micrometer-",
            "netty-",
            "pem-keystore-",
            "proton-j-",
            "qpid-jms-client-",
            "snappy-java-",
            "spring-",
            "vertx-");

    private ServeLibraries() {}

    public static void main(String... arguments) throws IOException {
        Path serve = Files.createDirectories(Path.of(arguments[1]));
        for (String name : NAMES) {
            move(Path.of(arguments[0]), name, serve);
        }
    }

    private static void move(Path lib, String name, Path serve) throws IOException {
        int moved = 0;
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, name + "*.jar")) {
            for (Path jar : jars) {
                Files.move(jar, serve.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                moved++;
            }
        }
        if (moved == 0) {
            throw new IOException("there is no " + name + "*.jar in " + lib + " any more: strike it from the list");
        }
    }
}
