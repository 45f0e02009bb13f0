package io.fleetline.simulator.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.fleet.Device;
import java.util.List;

/** jimi.user.device.list, jimi.track.device.detail and jimi.user.child.list. */
final class DeviceMethods {
    private static final int ORDINARY_USER = 9;

    private DeviceMethods() {}

    static Reply list(Request request, Scene scene) {
        var account = request.required("target");
        return Reply.result(Reply.array(scene.listedBy(account), DeviceWriter::listRow));
    }

    static Reply detail(Request request, Scene scene) {
        var device = scene.device(request.required("imei"));
        return new Reply(DeviceWriter.detail(device, odometerKm(device, scene)), Reply.NOTHING, 1);
    }

    static Reply children(Request request, Scene scene) {
        var account = request.required("target");
        scene.checkAccount(account);
        var children = account.equals(scene.owner()) ? scene.fleet().accounts() : List.<String>of();
        return Reply.result(Reply.array(children, DeviceMethods::child));
    }

    private static double odometerKm(Device device, Scene scene) {
        var fix = scene.fleet().latestFix(device.imei(), scene.fleetNow());
        return fix == null || fix.odometerKm() == null ? 0 : fix.odometerKm();
    }

    private static ObjectNode child(String account) {
        return Reply.object()
                .put("account", account)
                .put("name", account)
                .put("type", ORDINARY_USER)
                .put("displayFlag", 1)
                .putNull("address")
                .putNull("birth")
                .putNull("companyName")
                .putNull("email")
                .putNull("phone")
                .put("language", "en")
                .put("sex", 0)
                .put("enabledFlag", 1)
                .putNull("remark");
    }
}
