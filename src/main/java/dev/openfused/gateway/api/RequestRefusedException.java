package dev.openfused.gateway.api;

/** A request that a step refuses; it carries its answer. */
public final class RequestRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    /**
     * A refusal.
     *
     * @param problem the answer
     */
    public RequestRefusedException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /**
     * The answer.
     *
     * @return as given
     */
    public Problem problem() {
        return problem;
    }
}
