import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/**
 * Raises the classes of a jar to the class file format of Java 8, their code unchanged. Class-data archives leave out what
 * is older than Java 6: such classes are loaded and verified anew by each process, which for picocli takes a short command
 * 0.1 s. Newer classes and other files stay as they are; so does the time of each, and with it the build reproducible.
 *
 * <p>A step of the build, run from source: {@code java -cp asm.jar ModernClassFiles.java JAR...}
 */
final class ModernClassFiles {
    private static final String SIGNATURES = "META-INF/[^/]+\\.SF";
    private static final int MAJOR_VERSION = 7;

    private ModernClassFiles() {}

    public static void main(String... jars) throws IOException {
        for (String jar : jars) {
            rewrite(Path.of(jar));
        }
    }

    private static void rewrite(Path path) throws IOException {
        Path rewritten = path.resolveSibling(path.getFileName() + ".part");
        try (JarFile jar = new JarFile(path.toFile(), false);
                URLClassLoader classes = new URLClassLoader(new URL[] {path.toUri().toURL()});
                OutputStream file = Files.newOutputStream(rewritten);
                JarOutputStream out = new JarOutputStream(file)) {
            List<JarEntry> entries = Collections.list(jar.entries());
            if (entries.stream().anyMatch(e -> e.getName().matches(SIGNATURES))) {
                throw new IOException(path + " is signed: rewritten, its signature would not hold");
            }
            for (JarEntry entry : entries) {
                JarEntry copy = new JarEntry(entry.getName());
                copy.setTime(entry.getTime());
                out.putNextEntry(copy);
                try (InputStream content = jar.getInputStream(entry)) {
                    byte[] bytes = content.readAllBytes();
                    out.write(isOld(entry, bytes) ? modern(bytes, classes) : bytes);
                }
                out.closeEntry();
            }
        }
        Files.setLastModifiedTime(rewritten, Files.getLastModifiedTime(path));
        Files.move(rewritten, path, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isOld(JarEntry entry, byte[] bytes) {
        return entry.getName().endsWith(".class") && bytes[MAJOR_VERSION] < Opcodes.V1_8;
    }

    /** The verifier of newer formats wants to be told what is on the stack: that is all that is added. */
    private static byte[] modern(byte[] old, ClassLoader classes) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected ClassLoader getClassLoader() {
                return classes;
            }
        };
        new ClassReader(old)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public void visit(
                                    int version,
                                    int access,
                                    String name,
                                    String signature,
                                    String superName,
                                    String[] interfaces) {
                                super.visit(Opcodes.V1_8, access, name, signature, superName, interfaces);
                            }
                        },
                        ClassReader.SKIP_FRAMES);
        return writer.toByteArray();
    }
}
