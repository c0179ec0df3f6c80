package dev.openfused.gateway.camel.queue;

import dev.openfused.gateway.queue.Target;
import java.util.Optional;

/** Which targets have a {@link Pace}; an {@code openfuse-queue:} endpoint asks the one in its context's registry. */
@FunctionalInterface
public interface Paces {
    /** Every target is tried as fast as it goes. */
    Paces NONE = target -> Optional.empty();

    /**
     * The pace of a target, asked for when its route starts.
     *
     * @param target whose
     * @return empty if it is tried as fast as it goes
     */
    Optional<Pace> of(Target target);
}
