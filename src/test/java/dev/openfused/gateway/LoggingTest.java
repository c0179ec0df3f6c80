package dev.openfused.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** The layouts that the gateway's lines get, wherever they end up. */
class LoggingTest {
    @Test
    void noLineCarriesACharacterThatSteersATerminalOrReordersText() {
        String name = "a\u001b[2J\u0007\b\u009b31m\t\r\nFAKE\u202egnp.exe\u2066\u2028\u0000é🚀👩\u200d💻.json";
        LogEvent event = Log4jLogEvent.newBuilder()
                .setLevel(Level.WARN)
                .setLoggerName("Some")
                .setMessage(new SimpleMessage("file " + name + " is no message"))
                .build();

        for (Layout<?> layout : layouts()) {
            String line = new String(layout.toByteArray(event), UTF_8);

            assertThat(line).endsWith("file a?[2J???31m?\\r\\nFAKE?gnp.exe???é🚀👩\u200d💻.json is no message\n");
            assertThat(line.strip()).doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u202e\u2066\u2028]");
        }
    }

    private static List<Layout<?>> layouts() {
        Configuration log = LoggerContext.getContext(false).getConfiguration();
        List<Layout<?>> layouts = new ArrayList<>();
        for (String appender : new String[] {"stdout", "audit", "access"}) {
            layouts.add(log.getAppender(appender).getLayout());
        }
        for (String pattern : new String[] {Logging.AUDIT_LINE, Logging.ACCESS_LINE}) {
            layouts.add(PatternLayout.newBuilder().withPattern(pattern).build());
        }
        return layouts;
    }
}
