package dev.openfused.gateway.camel;

import dev.openfused.gateway.keyring.OpenedMessage;
import dev.openfused.gateway.queue.Claim;
import java.util.List;

/**
 * Deliveries that are sent together.
 *
 * @param all the one that the exchange is of, then the others, oldest first
 */
public record DigestMembers(List<Member> all) {
    /**
     * Copies the list.
     *
     * @param all at least one
     */
    public DigestMembers {
        all = List.copyOf(all);
    }

    /**
     * One of them.
     *
     * @param claim the delivery
     * @param message what it says
     */
    public record Member(Claim claim, OpenedMessage message) {}

    /**
     * Those that a recipient has not got in an earlier try.
     *
     * @param recipient whose parts count
     * @return in order
     */
    public List<Member> lackedBy(String recipient) {
        return all.stream()
                .filter(member -> !member.claim().delivery().parts().containsValue(recipient))
                .toList();
    }

    /**
     * The claims of the others, which end as the exchange does.
     *
     * @return in order
     */
    public List<Claim> others() {
        return all.stream().skip(1).map(Member::claim).toList();
    }
}
