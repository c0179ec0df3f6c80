package dev.openfused.gateway.cli;

import dev.openfused.gateway.compose.Composition;
import dev.openfused.gateway.message.VisibleText;

/** How {@code send} and {@code broadcast} say what became of a text. */
final class Sent {
    private Sent() {}

    static void tell(Console console, Composition composition) {
        for (Composition.Copy copy : composition.copies()) {
            String name = VisibleText.of(copy.recipient());
            console.out()
                    .println(
                            copy.local()
                                    ? "Delivered to " + name + ": " + copy.file()
                                    : "Queued for " + name + ": " + copy.file());
        }
        composition.warnings().forEach(console::warn);
    }
}
