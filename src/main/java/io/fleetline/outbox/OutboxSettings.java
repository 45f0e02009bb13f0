package io.fleetline.outbox;

import io.fleetline.outbox.receiver.AddressRange;
import java.util.List;

/**
 * The settings of deliveries.
 *
 * @param allowedNetworks that are not public, and may be sent to nevertheless
 * @param trustedFile certificates in PEM that receivers' certificates must come from; empty: those that the system trusts
 */
public record OutboxSettings(List<AddressRange> allowedNetworks, String trustedFile) {
    public OutboxSettings {
        allowedNetworks = List.copyOf(allowedNetworks);
    }
}
