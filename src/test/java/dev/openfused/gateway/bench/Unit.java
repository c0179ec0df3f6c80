package dev.openfused.gateway.bench;

import java.util.Locale;

/** What a figure counts, and whether more of it is better. */
public enum Unit {
    /** Operations in one second. */
    PER_SECOND("%,.0f/s", true),
    /** Milliseconds. */
    MILLIS("%,.1f ms", false),
    /** Hundredths of one core. */
    PERCENT_OF_A_CORE("%.2f %% of a core", false),
    /** Memory, in units of 1,048,576 bytes. */
    MEBIBYTES("%,.0f MiB", false);

    private final String format;
    private final boolean moreIsBetter;

    Unit(String format, boolean moreIsBetter) {
        this.format = format;
        this.moreIsBetter = moreIsBetter;
    }

    String text(double value) {
        return String.format(Locale.ROOT, format, value);
    }

    String atBest(double value) {
        return (moreIsBetter ? "at least " : "at most ") + text(value);
    }

    /** One means as good as the limit, whichever way is better. */
    double share(double value, double limit) {
        return moreIsBetter ? value / limit : limit / value;
    }

    boolean isGoodEnough(double value, double aim) {
        return moreIsBetter ? value >= aim : value <= aim;
    }
}
