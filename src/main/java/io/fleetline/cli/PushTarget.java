package io.fleetline.cli;

import io.fleetline.cli.load.Load;
import java.net.InetSocketAddress;
import picocli.CommandLine.Option;

/** The service that is pushed to. */
final class PushTarget {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where the service is (${DEFAULT-VALUE}).")
    @SuppressWarnings("NullAway.Init") // set by picocli before any call
    private String host;

    @Option(names = "--port", defaultValue = "8890", description = "Its port (${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--service-pid", defaultValue = "0", description = "Its process, to count its processor time.")
    private long servicePid;

    @Option(names = "--vehicles", defaultValue = "1000", description = "Vehicles in the fleet (${DEFAULT-VALUE}).")
    private int vehicles;

    @Option(names = "--json", description = "Send JSON bodies; otherwise forms.")
    private boolean json;

    @Option(
            names = "--repeated",
            defaultValue = "0.01",
            description = "Share of fixes that are sent once more (${DEFAULT-VALUE}).")
    private double repeated;

    @Option(names = "--late", defaultValue = "0.01", description = "Share of late fixes (${DEFAULT-VALUE}).")
    private double late;

    @Option(
            names = "--unusable",
            defaultValue = "0.0001",
            description = "Share of fixes with a lost clock (${DEFAULT-VALUE}).")
    private double unusable;

    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    long servicePid() {
        return servicePid;
    }

    int vehicles() {
        return vehicles;
    }

    boolean json() {
        return json;
    }

    Load.Mixture mixture() {
        return new Load.Mixture(repeated, late, unusable);
    }
}
