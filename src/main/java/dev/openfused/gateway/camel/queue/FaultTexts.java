package dev.openfused.gateway.camel.queue;

import dev.openfused.gateway.queue.Target;

/** Masks secrets in the fault texts of far ends, which are stored and shown. Bound in the registry. */
@FunctionalInterface
public interface FaultTexts {
    /** Everything is shown as it is. */
    FaultTexts AS_THEY_ARE = (target, text) -> text;

    /**
     * What may be kept and shown of a fault.
     *
     * @param target whose delivery failed
     * @param text what was said
     * @return the same without secrets
     */
    String shown(Target target, String text);
}
