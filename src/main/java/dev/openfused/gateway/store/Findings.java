package dev.openfused.gateway.store;

import java.util.ArrayList;
import java.util.List;

/** What an examination found so far. */
final class Findings {
    private final List<Finding> all = new ArrayList<>();

    void add(String about, String what, String mend) {
        all.add(new Finding(about, what, mend));
    }

    void add(String about, StoreException fault, String mend) {
        add(about, String.valueOf(fault.getMessage()), mend);
    }

    List<Finding> all() {
        return List.copyOf(all);
    }
}
