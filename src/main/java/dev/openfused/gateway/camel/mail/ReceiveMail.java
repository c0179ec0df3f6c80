package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.bridge.Bridge;
import dev.openfused.gateway.bridge.EmailIn;
import dev.openfused.gateway.bridge.RecordSettings;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.camel.bridges.RunningBridges;
import dev.openfused.gateway.channel.ChannelMessage;
import dev.openfused.gateway.channel.MailChecks;
import dev.openfused.gateway.dispatch.Faults;
import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.receive.ChannelReceiver;
import dev.openfused.gateway.receive.LimitReachedException;
import dev.openfused.gateway.receive.UndeliverableException;
import dev.openfused.gateway.store.StoreException;
import jakarta.mail.Address;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.UIDFolder;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mail.MailMessage;
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
        ChannelMessage message;
        try {
            message = read(bridge, mail);
        } catch (MessagingException | IOException e) {
            if (!mail.getFolder().isOpen()) {
                throw e; // the connection is gone, which is not the mail's fault
            }
            throw new RejectedMessageException(Reason.MALFORMED, "the mail can't be read: " + e.getMessage(), e);
        }
        try {
            receiver.receive(bridge, taggedAgent(bridge, mail).orElse(null), message, id(mail));
        } catch (UndeliverableException | LimitReachedException | StoreException e) {
            faults.tell("bridge " + name + ": a mail can't be taken in now, and stays unread: " + e.getMessage());
            throw e;
        }
    }

    private static ChannelMessage read(Bridge bridge, Message mail)
            throws MessagingException, IOException, RejectedMessageException {
        AutomaticMail.refuse(mail);
        String sender = sender(mail);
        MailChecks checks = MailChecks.read(
                header(mail, "Authentication-Results"),
                bridge.find(EmailIn.AUTHSERV_ID).orElse(""));
        requireSender(bridge, sender, checks);
        String subject = mail.getSubject() == null ? "" : mail.getSubject().strip();
        String text = MailText.of(mail, bridge.get(RecordSettings.MAX_SIZE));
        return new ChannelMessage(
                bridge.name().value(),
                bridge.kind().name(),
                sender,
                checks.authentication(),
                answers(mail),
                subject.isEmpty() ? text : "Subject: " + subject + "\n\n" + text);
    }

    /** The mails of its thread, the one it answers first. */
    private static List<String> answers(Message mail) throws MessagingException {
        List<String> ids = new ArrayList<>();
        for (String name : List.of("References", "In-Reply-To")) {
            for (String value : header(mail, name)) {
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

    private static String sender(Message mail) throws MessagingException, RejectedMessageException {
        Address[] from = mail.getFrom();
        if (from == null || from.length != 1 || !(from[0] instanceof InternetAddress address)) {
            throw new RejectedMessageException(Reason.MALFORMED, "the mail is not from exactly one address");
        }
        return String.valueOf(address.getAddress());
    }

    private static void requireSender(Bridge bridge, String sender, MailChecks checks) throws RejectedMessageException {
        List<String> allowed = bridge.find(EmailIn.SENDERS).orElse(List.of());
        String lower = sender.toLowerCase(Locale.ROOT);
        boolean known = allowed.isEmpty()
                || allowed.stream()
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .anyMatch(each -> each.startsWith("@") ? lower.endsWith(each) : lower.equals(each));
        if (!known) {
            throw new RejectedMessageException(Reason.NOT_ACCEPTED, sender + " is none of the bridge's senders");
        }
        if (bridge.get(EmailIn.REQUIRE_DMARC) && !checks.dmarcPassed()) {
            throw new RejectedMessageException(
                    Reason.NOT_ACCEPTED, "that " + sender + " wrote it is not proven (dmarc=pass is required)");
        }
    }

    private static Optional<String> taggedAgent(Bridge bridge, Message mail) throws MessagingException {
        String own = bridge.find(EmailIn.ADDRESS).orElse("").toLowerCase(Locale.ROOT);
        int at = own.indexOf('@');
        Address[] to = mail.getAllRecipients();
        if (at < 0 || to == null) {
            return Optional.empty();
        }
        String before = own.substring(0, at) + '+';
        String behind = own.substring(at);
        return Arrays.stream(to)
                .limit(MOST_ADDRESSES)
                .filter(InternetAddress.class::isInstance)
                .map(address -> String.valueOf(((InternetAddress) address).getAddress()))
                .filter(address -> address.toLowerCase(Locale.ROOT).startsWith(before)
                        && address.toLowerCase(Locale.ROOT).endsWith(behind)
                        && address.length() > before.length() + behind.length())
                .map(address -> address.substring(before.length(), address.length() - behind.length()))
                .filter(tag -> AgentName.isValid(tag) && !NOT_AN_AGENT.contains(tag.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static List<String> header(Message mail, String name) throws MessagingException {
        String[] values = mail.getHeader(name);
        return values == null ? List.of() : List.of(values);
    }
}
