package dev.openfused.gateway.sync;

import dev.openfused.gateway.message.VisibleText;
import java.util.ArrayList;
import java.util.List;

/** Lines for people, of which a hostile peer can cause any number: the first few stand for all. */
final class Lines {
    private static final int MOST = 5;

    private final List<String> lines = new ArrayList<>();
    private int count;

    void add(String line) {
        if (count++ < MOST) {
            lines.add(line);
        }
    }

    void add(Exception fault) {
        String message = fault.getMessage();
        add(VisibleText.of(
                message == null || message.isBlank() ? fault.getClass().getSimpleName() : message));
    }

    int count() {
        return count;
    }

    List<String> all() {
        List<String> all = new ArrayList<>(lines);
        if (count > MOST) {
            all.add("and " + (count - MOST) + " more of that kind");
        }
        return all;
    }
}
