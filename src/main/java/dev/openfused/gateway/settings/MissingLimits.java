package dev.openfused.gateway.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** Lists the limits that are not set although other machines can reach the gateway. */
public final class MissingLimits {
    private MissingLimits() {}

    /**
     * Those of one gateway.
     *
     * @param gateway its settings
     * @return one line for the log; none if it listens to this machine only, or all are set
     */
    public static List<String> in(ResolvedSettings gateway) {
        String host = gateway.find(GatewaySettings.HTTP_HOST).orElse("localhost");
        List<String> missing = Stream.of(
                        GatewaySettings.HTTP_RATE, GatewaySettings.RECEIVE_RATE, GatewaySettings.RECEIVE_INBOX_LIMIT)
                .filter(setting -> gateway.find(setting).isEmpty())
                .map(Setting::key)
                .toList();
        return missing.isEmpty() || isLoopback(host)
                ? List.of()
                : List.of("other machines can reach the gateway at " + host
                        + ", and it limits neither their requests nor their messages: set " + String.join(", ", missing)
                        + " in application.properties");
    }

    /** A name is not looked up: a host name is set for others to use. */
    private static boolean isLoopback(String host) {
        if (!host.matches("[0-9.]+|.*:.*")) {
            return host.equalsIgnoreCase("localhost");
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
