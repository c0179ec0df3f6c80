package dev.openfused.gateway.store;

import dev.openfused.gateway.message.AgentName;
import dev.openfused.gateway.message.VisibleText;
import java.util.Set;
import java.util.regex.Pattern;

/** What is let into the list of peers (protocol section 7): addresses end up in requests and in SSH commands. */
final class PeerDoor {
    private static final Set<String> ACCESS = Set.of("read", "readwrite");
    private static final Pattern HTTP = Pattern.compile(
            "https?://([A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?(/[A-Za-z0-9._~%/-]*)?");

    private PeerDoor() {}

    static void check(String name, String url, String access) throws StoreException {
        if (!AgentName.isValid(name)) {
            throw new StoreException("peer name '" + VisibleText.of(name)
                    + "' is not a name: 1-64 letters, digits, '.', '_' or '-', the first a letter or digit, no '..'");
        }
        if (!HTTP.matcher(url).matches() && SshAddress.parse(url).isEmpty()) {
            throw new StoreException(
                    "'" + VisibleText.of(url) + "' is not a peer's address; give http(s)://host[:port],"
                            + " such as https://agents.example.org, or ssh://[user@]host:[port]/path, such as ssh://lab:/srv/alice");
        }
        if (!ACCESS.contains(access)) {
            throw new StoreException("access '" + VisibleText.of(access) + "' is not known; give read or readwrite");
        }
    }
}
