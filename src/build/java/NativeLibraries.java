import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Moves the native libraries of a jar into a folder. Left inside, each process copies its own into the temporary directory:
 * 30 ms of a short command, and no fast cryptography where nothing may be executed from there.
 *
 * <p>A step of the build, run from source: {@code java NativeLibraries.java FOLDER JAR...}
 */
final class NativeLibraries {
    private static final String INSIDE = "META-INF/native";

    private NativeLibraries() {}

    public static void main(String... arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (int i = 1; i < arguments.length; i++) {
            move(Path.of(arguments[i]), folder);
        }
    }

    private static void move(Path path, Path folder) throws IOException {
        try (FileSystem jar = FileSystems.newFileSystem(path);
                DirectoryStream<Path> libraries = Files.newDirectoryStream(jar.getPath(INSIDE))) {
            for (Path library : libraries) {
                Files.move(
                        library,
                        folder.resolve(library.getFileName().toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
