package dev.openfused.gateway;

import java.io.ObjectInputFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the JVM from making Java objects of serialised ones: which methods that runs is the sender's choice, before anybody
 * looks at the result. No part of the gateway does it, but an operator's {@code jms:} endpoint unpacks an ObjectMessage
 * unless its URI says otherwise.
 *
 * @see <a href="https://openjdk.org/jeps/290">JEP 290, Filter Incoming Serialization Data</a>
 */
final class NoDeserialization {
    private static final Logger LOG = LoggerFactory.getLogger(NoDeserialization.class);

    private static final ObjectInputFilter NOTHING = NoDeserialization::judge;

    private NoDeserialization() {}

    /** Switches it off for the whole process. An operator's own {@code -Djdk.serialFilter} holds instead. */
    static void enforce() {
        ObjectInputFilter held = ObjectInputFilter.Config.getSerialFilter();
        if (held == null) {
            ObjectInputFilter.Config.setSerialFilter(NOTHING);
        } else if (held != NOTHING) {
            LOG.warn("-Djdk.serialFilter replaces the gateway's filter, which refuses every serialised Java object");
        }
    }

    /** Sizes and depths alone say nothing; each object comes with its class. */
    private static ObjectInputFilter.Status judge(ObjectInputFilter.FilterInfo info) {
        Class<?> type = info.serialClass();
        if (type == null) {
            return ObjectInputFilter.Status.UNDECIDED;
        }
        LOG.warn("a serialised Java object was refused: {}", type.getName());
        return ObjectInputFilter.Status.REJECTED;
    }
}
