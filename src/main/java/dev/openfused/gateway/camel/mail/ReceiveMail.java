package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.EmailIn;
import dev.openfused.gateway.bridge.RecordSettings;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.camel.bridges.RunningBridges;
import dev.openfused.gateway.channel.ChannelMessage;
import dev.openfused.gateway.channel.MailChecks;
import dev.openfused.gateway.channel.MailChecks.Authserv;
import dev.openfused.gateway.channel.MailHeader;
import dev.openfused.gateway.channel.MailSender;
import dev.openfused.gateway.dispatch.Faults;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.VisibleText;
import dev.openfused.gateway.receive.ChannelReceiver;
import dev.openfused.gateway.receive.LimitReachedException;
import dev.openfused.gateway.receive.UndeliverableException;
import dev.openfused.gateway.store.StoreException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mail.MailMessage;
import org.apache.camel.support.DefaultMessage;
import org.eclipse.angus.mail.util.ReadableMime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Route step {@code receiveMail}: a mail comes in and is sealed to the bridge's recipients, or to the agent that its
 * address names; when it returns, that is on disk. What is not to be taken is a {@link RejectedMessageException} that says
 * why.
 */
public final class ReceiveMail implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveMail.class);
    private static final Set<String> NOT_AN_AGENT = Set.of("self", "broadcast");
    private static final int MOST_ADDRESSES = 100;
    private static final int MOST_ANSWERED = 20;
    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,300}>");

    private final RunningBridges bridges;
    private final ChannelReceiver receiver;
    private final Faults faults = new Faults(LOG);

    /**
     * The step.
     *
     * @param bridges those that run
     * @param receiver seals and writes
     */
    public ReceiveMail(RunningBridges bridges, ChannelReceiver receiver) {
        this.bridges = bridges;
        this.receiver = receiver;
    }

    @Override
    public void process(Exchange exchange)
            throws MessagingException, IOException, RejectedMessageException, UndeliverableException,
                    LimitReachedException, StoreException {
        String name = exchange.getProperty(OpenFuseHeaders.BRIDGE, "", String.class);
        Bridge bridge = bridges.find(name).orElseThrow(() -> new IllegalStateException("no running bridge " + name));
        Message mail = exchange.getMessage(MailMessage.class).getOriginalMessage();
        // Camel looks for headers when it marks the mail as read. It would ask for the server's summary of it, and a
        // mail of
        // which that can't be read would be taken again and again.
        exchange.setMessage(new DefaultMessage(exchange));
        MailHeader header;
        ChannelMessage message;
        try {
            header = header(mail);
            message = read(bridge, mail, header);
        } catch (MessagingException | IOException e) {
            if (!mail.getFolder().isOpen()) {
                throw e; // the connection is gone, which is not the mail's fault
            }
            throw new RejectedMessageException(Reason.MALFORMED, "the mail can't be read: " + e.getMessage(), e);
        }
        try {
            receiver.receive(bridge, taggedAgent(bridge, header).orElse(null), message, id(mail));
        } catch (UndeliverableException | LimitReachedException | StoreException e) {
            faults.tell("bridge " + name + ": a mail can't be taken in now, and stays unread: " + e.getMessage());
            throw e;
        }
    }

    private static ChannelMessage read(Bridge bridge, Message mail, MailHeader header)
            throws MessagingException, IOException, RejectedMessageException {
        AutomaticMail.refuse(mail, header);
        MailSender sender = MailSender.read(header);
        MailChecks checks = MailChecks.read(header, authserv(bridge), sender, Organisations::areSame);
        requireSender(bridge, sender, checks);
        String subject = EncodedWords.decoded(header.first("Subject")).strip();
        String text = MailText.of(mail, bridge.get(RecordSettings.MAX_SIZE));
        return new ChannelMessage(
                bridge.name().value(),
                bridge.kind().name(),
                sender.address(),
                checks.authentication(),
                answers(header),
                subject.isEmpty() ? text : "Subject: " + subject + "\n\n" + text);
    }

    private static MailHeader header(Message mail) throws MessagingException, IOException, RejectedMessageException {
        if (!(mail instanceof ReadableMime readable)) {
            throw new IllegalStateException("a mail of " + mail.getClass() + ", which does not show its bytes");
        }
        try (InputStream bytes = new BufferedInputStream(readable.getMimeStream())) {
            return MailHeader.read(bytes);
        }
    }

    private static @Nullable Authserv authserv(Bridge bridge) {
        return bridge.find(EmailIn.AUTHSERV_ID)
                .map(name -> new Authserv(name, bridge.get(EmailIn.AUTHSERV_OMITS_FROM)))
                .orElse(null);
    }

    /** The mails of its thread, the one it answers first. */
    private static List<String> answers(MailHeader header) {
        List<String> ids = new ArrayList<>();
        for (String name : List.of("References", "In-Reply-To")) {
            for (String value : header.all(name)) {
                MESSAGE_ID.matcher(value).results().forEach(id -> ids.add(id.group()));
            }
        }
        Collections.reverse(ids);
        return ids.subList(0, Math.min(ids.size(), MOST_ANSWERED));
    }

    /** The folder's own number of the mail; a Message-ID is the sender's word, and could be another mail's. */
    private static @Nullable String id(Message mail) throws MessagingException {
        Folder folder = mail.getFolder();
        return folder instanceof UIDFolder numbered
                ? folder.getFullName() + '/' + numbered.getUIDValidity() + '/' + numbered.getUID(mail)
                : null;
    }

    private static void requireSender(Bridge bridge, MailSender sender, MailChecks checks)
            throws RejectedMessageException {
        List<String> allowed = bridge.find(EmailIn.SENDERS).orElse(List.of());
        if (!allowed.isEmpty() && !sender.isAmong(allowed)) {
            throw new RejectedMessageException(
                    Reason.NOT_ACCEPTED, VisibleText.of(sender.address()) + " is none of the bridge's senders");
        }
        if (bridge.get(EmailIn.REQUIRE_DMARC) && !checks.dmarcPassed()) {
            throw new RejectedMessageException(
                    Reason.NOT_ACCEPTED,
                    "that " + VisibleText.of(sender.address())
                            + " wrote it is not proven (dmarc=pass for its domain is required)");
        }
    }

    private static Optional<String> taggedAgent(Bridge bridge, MailHeader header) {
        String own = bridge.find(EmailIn.ADDRESS).orElse("").toLowerCase(Locale.ROOT);
        int at = own.indexOf('@');
        if (at < 0) {
            return Optional.empty();
        }
        String before = own.substring(0, at) + '+';
        String behind = own.substring(at);
        return recipients(header)
                .limit(MOST_ADDRESSES)
                .filter(address -> address.toLowerCase(Locale.ROOT).startsWith(before)
                        && address.toLowerCase(Locale.ROOT).endsWith(behind)
                        && address.length() > before.length() + behind.length())
                .map(address -> address.substring(before.length(), address.length() - behind.length()))
                .filter(tag -> AgentName.isValid(tag) && !NOT_AN_AGENT.contains(tag.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Those that can be read: an odd one beside them is not their fault. */
    private static Stream<String> recipients(MailHeader header) {
        return Stream.of("To", "Cc", "Bcc")
                .flatMap(name -> header.all(name).stream())
                .flatMap(field -> {
                    try {
                        return Arrays.stream(InternetAddress.parseHeader(field, false));
                    } catch (AddressException e) {
                        return Stream.empty();
                    }
                })
                .map(address -> String.valueOf(address.getAddress()));
    }
}
