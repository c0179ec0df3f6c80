package dev.openfused.gateway.bridge;

import dev.openfused.gateway.settings.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of bridges there are: those shipped, and those that an operator's own route templates make. Immutable.
 *
 * @param all in the order they are listed in
 */
public record BridgeKinds(List<BridgeKind> all) {
    /**
     * Copies the list.
     *
     * @param all each name once for a direction
     */
    public BridgeKinds {
        all = List.copyOf(all);
    }

    /**
     * The kinds whose route templates are in the jar.
     *
     * @return those kinds
     */
    public static BridgeKinds shipped() {
        return new BridgeKinds(List.of(
                EmailOut.KIND,
                SlackOut.KIND,
                WebhookChats.TEAMS,
                WebhookChats.DISCORD,
                WebhookChats.MATTERMOST,
                WebhookChats.ROCKET_CHAT,
                TelegramOut.KIND,
                WebhookOut.KIND,
                BrokerBridges.JMS_OUT,
                BrokerBridges.AMQP_OUT,
                KafkaBridges.OUT,
                FileBridges.OUT,
                SftpOut.KIND,
                CamelBridges.OUT,
                EmailIn.KIND,
                SlackIn.KIND,
                WebhookIn.KIND,
                BrokerBridges.JMS_IN,
                BrokerBridges.AMQP_IN,
                KafkaBridges.IN,
                FileBridges.IN,
                CamelBridges.IN));
    }

    /**
     * The same with more. A kind that is there already keeps its place: a shipped kind's settings stay as documented
     * where an installation replaces its route.
     *
     * @param more kinds of an operator's own route templates
     * @return all
     */
    public BridgeKinds with(List<BridgeKind> more) {
        List<BridgeKind> merged = new ArrayList<>(all);
        more.stream()
                .filter(kind -> find(kind.direction(), kind.name()).isEmpty())
                .forEach(merged::add);
        return new BridgeKinds(merged);
    }

    /**
     * A kind by its name.
     *
     * @param direction which way it carries
     * @param name what {@code to=} or {@code from=} says
     * @return the kind, or empty
     */
    public Optional<BridgeKind> find(Direction direction, String name) {
        return all.stream()
                .filter(k -> k.direction() == direction && k.name().equals(name))
                .findFirst();
    }

    String unknown(Direction direction, String name) {
        List<String> names = all.stream()
                .filter(k -> k.direction() == direction)
                .map(BridgeKind::name)
                .toList();
        return "is no kind of bridge " + (direction == Direction.OUT ? "to send with" : "to receive with") + " ("
                + String.join(", ", names) + ')' + Nearest.hint(name, names);
    }
}
