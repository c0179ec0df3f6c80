package dev.openfused.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a logger writes meanwhile, as an operator sees it: message, then the request's id if there is one. */
public final class LogLines implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final AbstractAppender appender;

    /** Listens to one logger. */
    public static LogLines of(String logger) {
        return new LogLines(logger);
    }

    /** Listens to the logger of a class. */
    public static LogLines of(Class<?> type) {
        return new LogLines(type.getName());
    }

    private LogLines(String name) {
        logger = LoggerContext.getContext(false).getLogger(name);
        appender = new AbstractAppender("lines of " + name, null, null, false, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                String request = event.getContextData().getValue("request");
                lines.add(event.getMessage().getFormattedMessage() + (request == null ? "" : " request=" + request));
            }
        };
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.INFO);
    }

    /** The lines so far. */
    public List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        logger.removeAppender(appender);
        appender.stop();
    }
}
