package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.camel.DigestMembers;
import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.channel.Mail;
import dev.openfused.gateway.channel.MailFormat;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.FileCopy;
import dev.openfused.gateway.queue.Claim;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Route step {@code formatMail}: an {@link OpenedMessage} comes in; the mail goes out, one copy for each recipient who
 * has not got it in an earlier try. Messages of a digest are one mail.
 */
public final class FormatMail implements Processor {
    private final MailParts bridges;

    /**
     * The step.
     *
     * @param bridges how each bridge's mails look
     */
    public FormatMail(MailParts bridges) {
        this.bridges = bridges;
    }

    @Override
    public void process(Exchange exchange) throws InvalidPayloadException, MessagingException {
        OpenFuseHeaders.dropOthers(exchange.getMessage());
        MailFormat format = bridges.format(exchange);
        DigestMembers digest = exchange.getProperty(OpenFuseHeaders.DIGEST, DigestMembers.class);
        if (digest == null) {
            send(exchange, format.format(exchange.getMessage().getMandatoryBody(OpenedMessage.class)));
        } else {
            send(exchange, format, digest);
        }
        new MailRun().begin(exchange);
    }

    private void send(Exchange exchange, Mail mail) throws MessagingException {
        @Nullable Claim claim = exchange.getProperty(OpenFuseHeaders.CLAIM, Claim.class);
        @Nullable FileCopy file = bridges.attachment(exchange).orElse(null);
        List<AddressedMail> copies = new ArrayList<>();
        for (String recipient : mail.to()) {
            if (claim == null || !claim.delivery().parts().containsValue(recipient)) {
                copies.add(new AddressedMail(mail, recipient, file, claim == null ? List.of() : List.of(claim)));
            }
        }
        exchange.getMessage().setBody(copies);
        exchange.setProperty(OpenFuseHeaders.REMOTE_ID, mail.messageId());
    }

    /** Each recipient gets those that he lacks; after a failed try that need not be all. */
    private static void send(Exchange exchange, MailFormat format, DigestMembers digest) throws MessagingException {
        List<AddressedMail> copies = new ArrayList<>();
        for (String recipient : format.recipients()) {
            List<DigestMembers.Member> lacked = digest.lackedBy(recipient);
            if (!lacked.isEmpty()) {
                List<OpenedMessage> messages =
                        lacked.stream().map(DigestMembers.Member::message).toList();
                Mail mail = messages.size() == 1 ? format.format(messages.get(0)) : format.format(messages);
                copies.add(new AddressedMail(
                        mail,
                        recipient,
                        null,
                        lacked.stream().map(DigestMembers.Member::claim).toList()));
                exchange.setProperty(OpenFuseHeaders.REMOTE_ID, mail.messageId());
            }
        }
        exchange.getMessage().setBody(copies);
    }
}
