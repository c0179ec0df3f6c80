package dev.openfused.gateway.cli;

import java.time.Clock;

/**
 * What the command line asks of the rest of the program, put together by {@code Gateway}: so that a short command loads
 * none of it.
 *
 * @param serve runs the gateway
 * @param demo runs the demonstration
 * @param queues opens a store's queue
 * @param ways opens ways to peers
 * @param registries opens registries
 * @param tasks opens servers' tasks
 * @param tunnels opens ways back to here
 * @param settings reads the installation's settings
 * @param tester tries a bridge
 * @param clock the time
 */
public record Wiring(
        ServeRunner serve,
        DemoRunner demo,
        QueueOpener queues,
        WaysOpener ways,
        RegistryOpener registries,
        TasksOpener tasks,
        TunnelOpener tunnels,
        SettingsReader settings,
        BridgeTester tester,
        Clock clock) {}
