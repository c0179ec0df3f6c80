package dev.openfused.gateway.api;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Route step {@code answerProblem}: what a step threw becomes the {@link Problem} that the client gets. Refusals are no
 * faults of ours and not logged here (the audit log has them); anything else is, once.
 */
public final class AnswerProblem implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerProblem.class);

    /** The step; it has no state. */
    public AnswerProblem() {}

    @Override
    public void process(Exchange exchange) {
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Problem problem = Problem.of(failure);
        if (problem.status() == 500) {
            LOG.error("a request failed in route {}", exchange.getFromRouteId(), failure);
        } else if (problem.status() == 503) {
            LOG.warn("a request was put off in route {}: {}", exchange.getFromRouteId(), failure.getMessage());
        }
        Message answer = HttpAnswer.bytes(exchange, problem.status(), Problem.MEDIA_TYPE, problem.json());
        if (problem.status() == 401) {
            // A challenge over /outbox is none of the registered schemes; its name says which headers are meant.
            answer.setHeader("WWW-Authenticate", problem.equals(Problem.of(401)) ? "Bearer" : "OpenFuse-Challenge");
        }
        problem.retryAfter().ifPresent(seconds -> answer.setHeader("Retry-After", seconds));
    }
}
