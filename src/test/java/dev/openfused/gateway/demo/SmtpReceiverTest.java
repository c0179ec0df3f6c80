package dev.openfused.gateway.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demonstration's mail server. */
class SmtpReceiverTest {
    @Test
    void aMailArrivesAsItWasWrittenDotsIncluded() throws Exception {
        try (SmtpReceiver receiver = SmtpReceiver.start()) {
            List<String> answers = say(
                    receiver,
                    "EHLO here",
                    "MAIL FROM:<a@example.org>",
                    "RCPT TO:<b@example.org>",
                    "DATA",
                    "Subject: hello\r\n\r\n..leading dot\r\nlast line\r\n.",
                    "NONSENSE",
                    "QUIT");

            assertThat(receiver.next(Duration.ofSeconds(5)))
                    .isEqualTo("Subject: hello\r\n\r\n.leading dot\r\nlast line\r\n");
            assertThat(answers)
                    .containsExactly(
                            "220 demo ready",
                            "250 8BITMIME",
                            "250 OK",
                            "250 OK",
                            "354 go on",
                            "250 taken",
                            "502 not here",
                            "221 bye");
        }
    }

    @Test
    void whatIsCutShortIsNoMail() throws Exception {
        try (SmtpReceiver receiver = SmtpReceiver.start()) {
            say(receiver, "HELO here", "DATA");

            assertThat(receiver.next(Duration.ofMillis(200))).isNull();
        }
    }

    private static List<String> say(SmtpReceiver receiver, String... lines) throws Exception {
        String[] address = receiver.address().split(":");
        try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]));
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                OutputStream out = socket.getOutputStream()) {
            List<String> answers = new ArrayList<>();
            answers.add(answer(in));
            for (String line : lines) {
                out.write((line + "\r\n").getBytes(ISO_8859_1));
                out.flush();
                answers.add(answer(in));
            }
            return answers;
        }
    }

    private static String answer(BufferedReader in) throws Exception {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return String.valueOf(line);
    }
}
