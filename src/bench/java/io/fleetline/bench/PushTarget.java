package io.fleetline.bench;

import io.fleetline.bench.load.Load;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import picocli.CommandLine.Option;

/** The service that is pushed to. */
final class PushTarget {
    @Option(names = "--port", defaultValue = "8890", description = "Its port, on this machine (${DEFAULT-VALUE}).")
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

    /** On this machine: a load must not reach another service by mistake. */
    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
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
