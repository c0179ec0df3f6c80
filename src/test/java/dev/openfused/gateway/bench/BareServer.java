package dev.openfused.gateway.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;

/** A Camel context with one HTTP route, and an SQLite file: what a gateway is made of, without the gateway. */
final class BareServer {
    private BareServer() {}

    /** Serves until it is killed; ends at once if there is a third argument. */
    public static void main(String... arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + arguments[1]);
                Statement statement = database.createStatement();
                CamelContext camel = new DefaultCamelContext()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE IF NOT EXISTS t (k INTEGER PRIMARY KEY)");
            VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
            configuration.setBindHost("127.0.0.1");
            configuration.setBindPort(port);
            camel.addService(new VertxPlatformHttpServer(configuration));
            RouteBuilder.addRoutes(
                    camel, routes -> routes.from("platform-http:/").setBody().constant("ok"));
            camel.start();
            if (arguments.length > 2) {
                Probe.millisToFirstOk(port, System.nanoTime());
            } else {
                Thread.currentThread().join();
            }
        }
    }
}
