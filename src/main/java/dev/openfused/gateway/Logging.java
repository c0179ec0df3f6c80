package dev.openfused.gateway;

import dev.openfused.gateway.audit.LoggedAudit;
import dev.openfused.gateway.settings.GatewaySettings;
import dev.openfused.gateway.settings.ResolvedSettings;
import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** The log as the settings want it; everything else about it stands in {@code log4j2.properties}. */
final class Logging {
    private static final String AUDIT = "audit-file";

    private Logging() {}

    static void configure(ResolvedSettings settings) {
        Configurator.setRootLevel(Level.toLevel(settings.get(GatewaySettings.LOG_LEVEL), Level.INFO));
        settings.find(GatewaySettings.AUDIT_FILE).ifPresent(Logging::writeAuditTo);
    }

    private static void writeAuditTo(Path file) {
        LoggerContext context = LoggerContext.getContext(false);
        Configuration configuration = context.getConfiguration();
        FileAppender appender = FileAppender.newBuilder()
                .setName(AUDIT)
                .withFileName(file.toString())
                .setLayout(PatternLayout.newBuilder()
                        .withPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %enc{%m}{CRLF}%n")
                        .build())
                .setConfiguration(configuration)
                .build();
        appender.start();
        configuration.addAppender(appender);
        LoggerConfig audit = configuration.getLoggerConfig(LoggedAudit.LOGGER);
        audit.getAppenders().keySet().forEach(audit::removeAppender);
        audit.addAppender(appender, Level.INFO, null);
        context.updateLoggers();
    }
}
