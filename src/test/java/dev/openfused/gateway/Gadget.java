package dev.openfused.gateway;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs a stranger's command where somebody deserialises it: it makes a file. */
final class Gadget implements Serializable {
    private static final long serialVersionUID = 1;

    private final String evidence;

    Gadget(Path evidence) {
        this.evidence = evidence.toString();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        Files.createFile(Path.of(evidence));
    }
}
