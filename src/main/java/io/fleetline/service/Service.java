package io.fleetline.service;

import io.fleetline.service.watch.ServiceState;
import io.fleetline.settings.BadSetting;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import org.jboss.logging.Logger;

/** Runs the parts of the service until the process is told to stop. */
public final class Service implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(Service.class);

    private final Parts parts;
    private final ServiceState state;
    private final ServiceEnd end;

    Service(Parts parts, ServiceState state, ServiceEnd end) {
        this.parts = parts;
        this.state = state;
        this.end = end;
    }

    /** Returns when the service has ended. */
    public static void run(Launch launch) {
        Launch.hand(launch);
        Quarkus.run(Service.class);
    }

    @Override
    public int run(String... arguments) {
        end.listen();
        try {
            parts.start();
            state.up();
            parts.begin();
            Quarkus.waitForExit();
            return 0;
        } catch (BadSetting e) {
            LOG.error(e.getMessage());
            System.err.println("fleetline: " + e.getMessage());
            return BadSetting.EXIT_CODE;
        } finally {
            end.begin();
            parts.close();
        }
    }
}
