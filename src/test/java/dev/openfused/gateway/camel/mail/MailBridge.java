package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.camel.BridgeBench;
import jakarta.mail.BodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The bridge {@code ops} with {@code to=email}, for tests of the shipped {@code routes/email.yaml}. */
final class MailBridge {
    private MailBridge() {}

    static List<String> settings(String server, String addresses, String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "openfuse.bridge.ops.to=email",
                "openfuse.bridge.ops.server=" + server,
                "openfuse.bridge.ops.address=" + addresses,
                "openfuse.bridge.ops.sender=gateway@example.org",
                "openfuse.bridge.ops.sender-name=Tor zur Wölt",
                "openfuse.bridge.ops.retry-first=30ms",
                "openfuse.bridge.ops.retry-longest=60ms"));
        for (String line : more) {
            lines.add("openfuse.bridge.ops." + line);
        }
        return lines;
    }

    static BridgeBench bench(Path folder, List<String> settings) throws Exception {
        return start(new BridgeBench(folder, settings));
    }

    static BridgeBench start(BridgeBench bench) throws Exception {
        bench.registry().bind("mailRefused", new MailRefused());
        bench.registry().bind("concludeMail", new ConcludeMail());
        return bench.start((queue, registry) -> {
            registry.bind("mailAccepted", new MailAccepted(queue));
            MailParts parts = new MailParts(registry);
            registry.bind("formatMail", new FormatMail(parts));
            return parts;
        });
    }

    static BodyPart part(MimeMessage mail, int index) throws Exception {
        return ((MimeMultipart) mail.getContent()).getBodyPart(index);
    }

    static String content(MimeMessage mail, int index) throws Exception {
        return (String) part(mail, index).getContent();
    }
}
