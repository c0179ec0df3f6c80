package dev.openfused.gateway.queue;

import static dev.openfused.gateway.queue.QueueWords.bytes;
import static dev.openfused.gateway.queue.QueueWords.id;
import static dev.openfused.gateway.queue.QueueWords.seen;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on a PostgreSQL server, and what only a shared server has. */
@ExtendWith(PostgresServer.Installed.class)
class PostgresDeliveryQueueIT extends DeliveryQueueContract {
    private final PostgresServer server;
    private final String namespace;

    PostgresDeliveryQueueIT(PostgresServer server) {
        this.server = server;
        this.namespace = server.freshNamespace();
    }

    @Override
    public Database database() {
        return new PostgresDatabase(server.url(), server.user(), server::password, "openfused_" + namespace, true);
    }

    @Override
    public Session databaseOfVersion2() throws SQLException {
        String schema = "openfused_" + namespace;
        Session session = new Session(DriverManager.getConnection(
                server.url() + "?currentSchema=" + schema, server.user(), server.password()));
        session.update("CREATE SCHEMA \"" + schema + '"');
        Schema.create(session, Dialect.POSTGRES, 2);
        return session;
    }

    @Override
    QueueTime time() {
        return new ServerTime(session -> clock().millis(), clock(), clock()::nanos);
    }

    @Override
    public String explain() {
        return "EXPLAIN ";
    }

    @Override
    public int explainColumn() {
        return 1;
    }

    @Test
    void storesOnOneServerKnowNothingOfEachOther() {
        try (DeliveryQueue one = open(server.freshNamespace(), server.password());
                DeliveryQueue other = open(server.freshNamespace(), server.password())) {
            one.dispatch(seen("a", "alice", MAIL), bytes("a"));

            assertThat(other.isKnown(id("a"))).isFalse();
            assertThat(other.claim(MAIL, Order.NONE, 1, LEASE)).isEmpty();
        }
    }

    @Test
    void aGatewayWhoseOwnClockIsWrongTakesNothingFromOthersAndWaitsNoLonger() {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofDays(-1));
        RetryPolicy soon = new RetryPolicy(0, Duration.ofMillis(1), Duration.ofMillis(1));
        try (DeliveryQueue right = open(namespace, server.password());
                DeliveryQueue early = open(namespace, server.password(), ahead);
                DeliveryQueue late = open(namespace, server.password(), behind)) {
            right.dispatch(seen("a", "alice", MAIL), bytes("a"));
            List<Claim> held = right.claim(MAIL, Order.NONE, 1, LEASE);

            assertThat(held).hasSize(1);
            assertThat(early.claim(MAIL, Order.NONE, 1, LEASE)).isEmpty();
            assertThat(late.nextDue(MAIL, Order.NONE).orElseThrow())
                    .isBefore(behind.instant().plus(LEASE));

            early.dispatch(seen("b", "bob", MAIL), bytes("b"));
            Claim other = early.claim(MAIL, Order.NONE, 1, LEASE).get(0);
            early.later(other, "busy", null, soon);
            await().untilAsserted(() ->
                    assertThat(late.claim(MAIL, Order.NONE, 1, LEASE)).hasSize(1));
        }
    }

    @Test
    void aNamespaceIsNoPlaceForSql() {
        assertThatThrownBy(() -> open("x\"; DROP SCHEMA public; --", server.password()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWrongPasswordIsSaidInOneLineWithoutIt() {
        assertThatThrownBy(() -> open(namespace, "sesame"))
                .isInstanceOf(QueueException.class)
                .message()
                .contains("PostgreSQL")
                .doesNotContain("sesame")
                .doesNotContain("\n");
    }

    private DeliveryQueue open(String store, String password) {
        return open(store, password, Clock.systemUTC());
    }

    private DeliveryQueue open(String store, String password, Clock clock) {
        return DeliveryQueues.postgres(
                server.url(), server.user(), () -> password, store, StoreIdentity.SOLE, clock, QueueOptions.DEFAULT);
    }
}
