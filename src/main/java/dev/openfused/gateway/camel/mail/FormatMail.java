package dev.openfused.gateway.camel.mail;

import dev.openfused.gateway.camel.OpenFuseHeaders;
import dev.openfused.gateway.channel.Mail;
import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.message.FileCopy;
import dev.openfused.gateway.queue.Claim;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.jspecify.annotations.Nullable;

/**
 * Route step {@code formatMail}: an {@link OpenedMessage} comes in; the mail goes out, one copy for each recipient who
 * has not got it in an earlier try.
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
        Mail mail = bridges.format(exchange).format(exchange.getMessage().getMandatoryBody(OpenedMessage.class));
        Claim claim = exchange.getProperty(OpenFuseHeaders.CLAIM, Claim.class);
        Collection<String> have =
                claim == null ? List.of() : claim.delivery().parts().values();
        @Nullable FileCopy file = bridges.attachment(exchange).orElse(null);
        List<AddressedMail> copies = new ArrayList<>();
        for (String recipient : mail.to()) {
            if (!have.contains(recipient)) {
                copies.add(new AddressedMail(mail, recipient, file));
            }
        }
        exchange.getMessage().setBody(copies);
        exchange.setProperty(OpenFuseHeaders.REMOTE_ID, mail.messageId());
        new MailRun().begin(exchange);
    }
}
