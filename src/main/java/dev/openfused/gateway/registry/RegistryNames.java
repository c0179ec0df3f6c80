package dev.openfused.gateway.registry;

import dev.openfused.gateway.message.AgentName;
import java.util.Locale;

/** Names at a registry: {@code X} and {@code X.openfused.net} are one, whatever their case (protocol section 8). */
public final class RegistryNames {
    private static final String ZONE = ".openfused.net";

    private RegistryNames() {}

    /**
     * What a client registers by default.
     *
     * @param agent the agent's name
     * @return in the public zone
     */
    public static String inZone(String agent) {
        return agent + ZONE;
    }

    /**
     * Whether two names mean one agent.
     *
     * @param one a name
     * @param other a name
     * @return true if they do
     */
    public static boolean same(String one, String other) {
        return canonical(one).equals(canonical(other));
    }

    /**
     * What the agent is called here.
     *
     * @param name at the registry
     * @return without the public zone
     * @throws IllegalArgumentException if it can't be the name of an agent
     */
    public static AgentName local(String name) {
        return new AgentName(
                canonical(name).length() == name.length() ? name : name.substring(0, name.length() - ZONE.length()));
    }

    /**
     * Where DNS tells of an agent.
     *
     * @param name of the agent
     * @return a domain name
     */
    public static String record(String name) {
        return "_openfuse." + (name.contains(".") ? name : name + ZONE);
    }

    private static String canonical(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(ZONE) ? lower.substring(0, lower.length() - ZONE.length()) : lower;
    }
}
