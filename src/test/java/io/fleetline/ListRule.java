package io.fleetline;

import io.fleetline.simulator.Fault;
import io.fleetline.simulator.Simulator;

/** Which trips and stops the vendor lists for a span; the rule is not documented. */
enum ListRule {
    OVERLAP,
    BY_START,
    INSIDE;

    void in(Simulator simulator) {
        switch (this) {
            case OVERLAP -> {}
            case BY_START -> simulator.faults().on(Fault.LIST_BY_START);
            case INSIDE -> simulator.faults().on(Fault.LIST_INSIDE);
        }
    }
}
