package io.fleetline.simulator.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fleetline.simulator.Fault;

/** jimi.user.device.location.list and jimi.device.location.get. */
final class LocationMethods {
    private LocationMethods() {}

    /** All devices of an account. Like the vendor, it silently omits those that have never had a fix. */
    static Reply list(Request request, Scene scene) {
        var account = request.required("target");
        var writer = new LocationWriter(scene);
        var omitted = scene.faults().devices(Fault.OMIT_FROM_LIST);
        var rows = JsonNodeFactory.instance.arrayNode();
        for (var device : scene.listedBy(account)) {
            var fix = omitted.test(device.imei()) ? null : writer.latestFix(device);
            if (fix != null) {
                rows.add(writer.row(device, fix));
            }
        }
        return Reply.result(rows);
    }

    static Reply get(Request request, Scene scene) {
        var devices = scene.devices(request.imeis("imeis"));
        var writer = new LocationWriter(scene);
        return Reply.result(Reply.array(devices, device -> writer.row(device, writer.latestFix(device))));
    }
}
