package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.Secret;
import dev.openfused.gateway.settings.SecretTypes;
import dev.openfused.gateway.settings.Setting;
import java.util.List;

/** {@code to=uri} and {@code from=uri}: any endpoint of any Camel component whose jar is there. */
public final class CamelBridges {
    /** The endpoint. */
    public static final Setting<Secret> URI = Setting.required(
            "uri",
            SecretTypes.addressWithSecret(
                    "a Camel endpoint such as scheme:path?option=value", CamelBridges::isEndpoint),
            "The endpoint, as Camel writes it; masked, also where the endpoint quotes it, since it may hold a"
                    + " password.");

    private static final String WHERE =
            "https://camel.apache.org/components/4.18.x/ describes them; a component that is "
                    + "not shipped comes as a jar in lib/.\n";

    static final BridgeKind OUT = new BridgeKind(
            "uri",
            Direction.OUT,
            "Sends each message as JSON to any Camel endpoint.",
            "The JSON object is that of to=webhook. The headers OpenFuseMessageId, OpenFuseFrom, OpenFuseTrusted and"
                    + " so on go along, where the endpoint carries headers. Whatever the endpoint throws is retried. "
                    + WHERE
                    + "The address guard is not asked: the endpoint is what you say it is.",
            List.of(URI),
            List.of(),
            List.of(
                    "openfuse.bridge.store.to=uri",
                    "openfuse.bridge.store.uri=file:/var/log/openfuse?fileName=all.jsonl"));

    static final BridgeKind IN = new BridgeKind(
            "uri",
            Direction.IN,
            "Seals what any Camel endpoint brings to agents.",
            "What is too large, empty or not UTF-8 fails, which is then the endpoint's matter; so does what can't be"
                    + " written at the moment. "
                    + WHERE
                    + RecordSettings.EXPLANATION,
            RecordSettings.after(URI),
            List.of(),
            List.of(
                    "openfuse.bridge.ticker.from=uri",
                    "openfuse.bridge.ticker.uri=timer:hourly?period=1h",
                    "openfuse.bridge.ticker.recipients=self"));

    private CamelBridges() {}

    private static boolean isEndpoint(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9+.-]*:\\S.*");
    }
}
