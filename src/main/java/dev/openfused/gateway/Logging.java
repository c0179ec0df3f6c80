package dev.openfused.gateway;

import static java.util.Objects.requireNonNull;

import dev.openfused.gateway.api.AccessLog;
import dev.openfused.gateway.audit.LoggedAudit;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log as the settings want it; everything else about it stands in {@code log4j2.properties}. */
final class Logging {
    /** A message without a character that steers a terminal or reorders text, as in {@code log4j2.properties}. */
    private static final String MESSAGE = "%replace{%enc{%m}{CRLF}}{[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\\x{200d}]]}{?}";

    static final String ACCESS_LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} " + MESSAGE + "%n";
    static final String AUDIT_LINE =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} " + MESSAGE + "%notEmpty{ request=%X{request}}%n";

    private static final FutureTask<LoggerContext> SET_UP = new FutureTask<>(Logging::setUp);

    private Logging() {}

    /** Begins to read that file, on another processor. */
    static void prepare() {
        Thread thread = new Thread(SET_UP, "logging");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Returns when the file is read; nothing may be logged before.
     *
     * @throws InterruptedException if this thread is asked to end meanwhile
     */
    static void await() throws InterruptedException {
        SET_UP.run(); // unless another thread did, or does
        try {
            SET_UP.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the log can't be set up", e);
        }
    }

    /** What libraries log by {@code java.util.logging}, or by the JDK's own logger, comes out like everything else. */
    private static LoggerContext setUp() throws IOException {
        LoggerContext context = context();
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        return context;
    }

    /**
     * By itself Log4j tries every kind of file it knows, in every jar, and starts Jackson to see whether it could read YAML:
     * a tenth of a second.
     */
    private static LoggerContext context() throws IOException {
        if (System.getProperty("log4j2.configurationFile") != null) {
            return LoggerContext.getContext(false);
        }
        try (InputStream file = Logging.class.getResourceAsStream("/log4j2.properties")) {
            ConfigurationSource source = new ConfigurationSource(requireNonNull(file));
            return Configurator.initialize(new PropertiesConfigurationFactory().getConfiguration(null, source));
        }
    }

    /** For a command that says itself what happened. */
    static void silence() {
        Configurator.setAllLevels("", Level.OFF);
    }

    static void configure(ResolvedSettings settings) {
        Configurator.setRootLevel(Level.toLevel(settings.get(GatewaySettings.LOG_LEVEL), Level.INFO));
        settings.find(GatewaySettings.AUDIT_FILE).ifPresent(file -> writeTo(file, LoggedAudit.LOGGER, AUDIT_LINE));
        settings.find(GatewaySettings.ACCESS_FILE).ifPresent(file -> writeTo(file, AccessLog.LOGGER, ACCESS_LINE));
        if (!settings.get(GatewaySettings.ACCESS_LOG)) {
            Configurator.setLevel(AccessLog.LOGGER, Level.OFF);
        }
    }

    /** Gives the lines of a logger a file of their own, each on disk as soon as it is written. */
    private static void writeTo(Path file, String logger, String line) {
        LoggerContext context = LoggerContext.getContext(false);
        Configuration configuration = context.getConfiguration();
        FileAppender appender = FileAppender.newBuilder()
                .setName(logger)
                .withFileName(file.toString())
                .setLayout(PatternLayout.newBuilder().withPattern(line).build())
                .setConfiguration(configuration)
                .build();
        appender.start();
        configuration.addAppender(appender);
        LoggerConfig lines = configuration.getLoggerConfig(logger);
        lines.getAppenders().keySet().forEach(lines::removeAppender);
        lines.addAppender(appender, Level.INFO, null);
        context.updateLoggers();
    }
}
