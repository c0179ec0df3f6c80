package dev.openfused.gateway.camel.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.openfused.gateway.camel.queue.LostClaimException;
import dev.openfused.gateway.queue.QueueException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MailRefusedTest {
    static List<Exception> ofOurOwn() {
        return List.of(new LostClaimException(), new QueueException("the disk is full"));
    }

    @ParameterizedTest
    @MethodSource("ofOurOwn")
    void aFailureOfOurOwnIsNotBlamedOnTheMailServer(Exception ours) throws Exception {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        MailRun run = new MailRun();
        run.begin(exchange);
        run.refused("bob@example.org", new SmtpRefusal(true, "550 no such user"));
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, ours);
        new MailRefused().process(exchange);

        Throwable concluded = catchThrowable(() -> new ConcludeMail().process(exchange));

        assertThat(concluded).isSameAs(ours);
    }
}
