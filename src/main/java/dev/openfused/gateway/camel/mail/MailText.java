package dev.openfused.gateway.camel.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfused.gateway.message.RejectedMessageException;
import dev.openfused.gateway.message.RejectedMessageException.Reason;
import dev.openfused.gateway.message.VisibleText;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.internet.ParseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/** What a mail says: its first plain text, else the words of its first HTML; and what is attached. Used once. */
final class MailText {
    private static final int DEEPEST = 20;
    private static final int MOST_PARTS = 200;
    private static final String BLOCKS = "p,div,li,tr,h1,h2,h3,h4,h5,h6,blockquote,pre";

    private final long most;
    private final List<String> attachments = new ArrayList<>();
    private @Nullable String plain;
    private @Nullable String html;
    private int parts;

    private MailText(long most) {
        this.most = most;
    }

    /** Reads no more than that many bytes of it. */
    static String of(Part mail, long most) throws MessagingException, IOException, RejectedMessageException {
        MailText text = new MailText(most);
        text.read(mail, 0);
        return text.words();
    }

    private String words() throws RejectedMessageException {
        String words = plain != null ? plain : html == null ? "" : wordsOf(html);
        if (words.isBlank() && attachments.isEmpty()) {
            throw new RejectedMessageException(Reason.MALFORMED, "the mail has no text");
        }
        return attachments.isEmpty()
                ? words
                : words + "\n\nAttachments, left in the mailbox: " + String.join(", ", attachments);
    }

    private void read(Part part, int depth) throws MessagingException, IOException, RejectedMessageException {
        if (depth > DEEPEST || ++parts > MOST_PARTS) {
            throw new RejectedMessageException(Reason.MALFORMED, "the mail is nested too deep or in too many parts");
        }
        String file = part.getFileName();
        if (file != null || Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())) {
            attachments.add(VisibleText.of(file == null ? "(without a name)" : EncodedWords.decoded(file)));
        } else if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                read(multipart.getBodyPart(i), depth + 1);
            }
        } else if (part.isMimeType("text/plain") && plain == null) {
            plain = text(part);
        } else if (part.isMimeType("text/html") && html == null) {
            html = text(part);
        }
    }

    private String text(Part part) throws MessagingException, IOException, RejectedMessageException {
        try (InputStream in = part.getInputStream()) {
            byte[] bytes = in.readNBytes((int) most + 1);
            if (bytes.length > most) {
                throw new RejectedMessageException(
                        Reason.MALFORMED, "its text is larger than " + most + " bytes, which is the bridge's max-size");
            }
            return new String(bytes, charset(part));
        }
    }

    private static Charset charset(Part part) throws MessagingException {
        try {
            String name = new ContentType(part.getContentType()).getParameter("charset");
            return name == null ? UTF_8 : Charset.forName(MimeUtility.javaCharset(name));
        } catch (ParseException | IllegalArgumentException e) {
            return UTF_8; // what it can't be is shown as such; the rest is still readable
        }
    }

    private static String wordsOf(String html) {
        Document document = Jsoup.parse(html);
        document.select("script,style,head").remove();
        for (Element link : document.select("a[href]")) {
            String address = link.attr("href");
            if (!link.text().contains(address)) {
                link.appendText(" (" + address + ')');
            }
        }
        document.select(BLOCKS).append("\n");
        return document.wholeText().strip().replaceAll("\n[ \t]*(\n[ \t]*){2,}", "\n\n");
    }
}
