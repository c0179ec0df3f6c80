package dev.openfused.gateway.camel.records;

import dev.openfused.gateway.SshFarEnd;
import dev.openfused.gateway.camel.HalfOfTheTime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.sshd.server.session.ServerSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The shipped {@code routes/sftp.yaml}. */
class SftpRouteTest extends DirectoryRouteContract {
    private final HalfOfTheTime half = new HalfOfTheTime(7);
    private SshFarEnd host;

    /** Where a try fails, if it does. */
    private enum Stage {
        WRITING,
        RENAMING,
        RENAMED
    }

    @BeforeEach
    void start() throws Exception {
        directory();
        host = new SshFarEnd(folder.resolve("remote"), folder.resolve("home"));
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    @Override
    List<String> settings(boolean failing) {
        if (failing) {
            host.striking((session, file) -> strike(session, Stage.WRITING))
                    .strikingNames(
                            (session, file) -> strike(session, Stage.RENAMING),
                            (session, file) -> strike(session, Stage.RENAMED));
        }
        Path home = host.home();
        return List.of(
                "to=sftp",
                "server=127.0.0.1:" + host.port(),
                "user=tester",
                "key=" + home.resolve("id_ed25519"),
                "known-hosts=" + home.resolve("known_hosts"),
                "directory=incoming");
    }

    /** The server says that it failed, or, now and then, the connection ends: making one takes a while. */
    private void strike(ServerSession session, Stage stage) throws IOException {
        if (half.fails() && half.oneOf(List.of(Stage.values())) == stage) {
            if (half.oneOf(List.of(true, false, false, false))) {
                session.close(true);
            }
            throw new IOException("disk quota exceeded");
        }
    }

    @Override
    int leastTries() {
        return super.leastTries() * 5 / 6; // each stage of a try fails by itself
    }
}
