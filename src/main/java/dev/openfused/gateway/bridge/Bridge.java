package dev.openfused.gateway.bridge;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.queue.Order;
import dev.openfused.gateway.queue.RetryPolicy;
import dev.openfused.gateway.settings.ResolvedSettings;
import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One named connection to one channel, checked: every setting is known, of its type, and what its kind requires is there.
 * Equal if every setting is, secrets included; printed without secrets.
 *
 * @param name its name, also that of its queue target and of its key
 * @param kind what it connects to
 * @param settings its own and the common settings, by short key
 */
public record Bridge(AgentName name, BridgeKind kind, ResolvedSettings settings) {
    /**
     * Which way it carries.
     *
     * @return its kind's direction
     */
    public Direction direction() {
        return kind.direction();
    }

    /**
     * Whether it is to run.
     *
     * @return false if switched off
     */
    public boolean enabled() {
        return settings.get(CommonSettings.ENABLED);
    }

    /**
     * Which store it belongs to.
     *
     * @return the store's name; empty where there is one store only
     */
    public String store() {
        return settings.find(CommonSettings.STORE).orElse("");
    }

    /**
     * Whether it is an outward bridge for what comes from there.
     *
     * @param source where messages come from
     * @return true if that is its source
     */
    public boolean carries(Source source) {
        return direction() == Direction.OUT && settings.get(CommonSettings.SOURCE) == source;
    }

    /**
     * Which of these an outward bridge carries.
     *
     * @return its condition
     */
    public Accept accept() {
        return settings.get(CommonSettings.ACCEPT);
    }

    /**
     * What a retried delivery of an outward bridge holds back.
     *
     * @return its order
     */
    public Order order() {
        return settings.get(CommonSettings.ORDER);
    }

    /**
     * Where an outward bridge starts.
     *
     * @return its starting point
     */
    public Since since() {
        return settings.get(CommonSettings.SINCE);
    }

    /**
     * How often an outward bridge tries a delivery, and how far apart.
     *
     * @return the first try counted in
     */
    public RetryPolicy retryPolicy() {
        return new RetryPolicy(
                settings.get(CommonSettings.RETRIES) + 1,
                settings.get(CommonSettings.RETRY_FIRST),
                settings.get(CommonSettings.RETRY_LONGEST));
    }

    /**
     * Who gets what an inward bridge brings.
     *
     * @return keyring queries, {@code self} or {@code broadcast}
     */
    public List<String> recipients() {
        return settings.get(CommonSettings.RECIPIENTS);
    }

    /**
     * A setting that always has a value.
     *
     * @param setting one of the kind's
     * @param <T> what a value is
     * @return the value
     */
    public <T> T get(Setting<T> setting) {
        return settings.get(setting);
    }

    /**
     * A setting that may be left out.
     *
     * @param setting one of the kind's
     * @param <T> what a value is
     * @return the value, or empty
     */
    public <T> Optional<T> find(Setting<T> setting) {
        return settings.find(setting);
    }

    /**
     * The parameters of its route template: {@code bridge} and every setting of its kind that has a value, as text.
     * Secrets are not among them, since routes are printed; steps ask {@link #secret} for them.
     *
     * @return text by parameter name
     */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("bridge", name.value());
        for (Setting<?> setting : kind.settings()) {
            if (!setting.secret()) {
                settings.text(setting.key()).ifPresent(text -> parameters.put(setting.key(), text));
            }
        }
        return parameters;
    }

    /**
     * One of its secrets.
     *
     * @param key the setting's key
     * @return the secret, or empty if not set
     */
    public Optional<Secret> secret(String key) {
        return settings.secret(key);
    }

    @Override
    public String toString() {
        return name + " (" + kind + ')';
    }
}
