package dev.openfused.gateway.bench;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The steps of one operation, each measured alone at the same concurrency, on all cores: the rate that is left if one
 * operation takes as long as all its steps one after the other. What waits for the disk in one step while another computes
 * is counted twice, so a good figure may come out above its limit.
 */
final class Parts {
    private final Map<String, Double> rates = new LinkedHashMap<>();

    Parts with(String step, double perSecond) {
        rates.put(step, perSecond);
        return this;
    }

    double perSecond() {
        return 1 / rates.values().stream().mapToDouble(rate -> 1 / rate).sum();
    }

    @Override
    public String toString() {
        return rates.entrySet().stream()
                .map(part -> String.format(Locale.ROOT, "%s %,.0f/s", part.getKey(), part.getValue()))
                .collect(Collectors.joining(", "));
    }
}
