package dev.openfused.gateway.bench;

import java.util.OptionalDouble;

/**
 * One line of the table.
 *
 * @param what what was measured, in words
 * @param value the outcome
 * @param unit what it counts
 * @param limit what the parts alone come to, measured in the same run
 * @param aim what it should at least be, whatever the limit
 * @param parts how the limit came about, or anything else a reader has to know; may be empty
 */
public record Figure(String what, double value, Unit unit, OptionalDouble limit, OptionalDouble aim, String parts) {
    /** The share of its limit that every figure with a limit aims at. */
    public static final double SHARE_AIMED_AT = 0.7;

    /**
     * A bare outcome.
     *
     * @param what what was measured
     * @param value the outcome
     * @param unit what it counts
     * @return a figure without limit and aim
     */
    public static Figure of(String what, double value, Unit unit) {
        return new Figure(what, value, unit, OptionalDouble.empty(), OptionalDouble.empty(), "");
    }

    /**
     * The same beside its limit.
     *
     * @param best what the parts alone come to, same unit
     * @param how names the parts
     * @return the figure
     */
    public Figure withLimit(double best, String how) {
        return new Figure(what, value, unit, OptionalDouble.of(best), aim, how);
    }

    /**
     * The same beside the limit that some parts make.
     *
     * @param alone the parts
     * @return the figure
     */
    public Figure withLimit(Parts alone) {
        return withLimit(alone.perSecond(), alone.toString());
    }

    /**
     * The same with an aim.
     *
     * @param wanted the aim, same unit
     * @return the figure
     */
    public Figure withAim(double wanted) {
        return new Figure(what, value, unit, limit, OptionalDouble.of(wanted), parts);
    }

    /**
     * The same with a remark.
     *
     * @param remark what a reader has to know
     * @return the figure
     */
    public Figure withRemark(String remark) {
        return new Figure(what, value, unit, limit, aim, parts.isEmpty() ? remark : parts + "; " + remark);
    }

    OptionalDouble share() {
        return limit.isPresent() ? OptionalDouble.of(unit.share(value, limit.getAsDouble())) : OptionalDouble.empty();
    }
}
