package io.fleetline.simulator.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetline.simulator.CallCounts;
import io.fleetline.simulator.Fault;
import io.fleetline.simulator.Faults;
import io.fleetline.simulator.SimulatedFleet;
import io.fleetline.simulator.SimulatorSettings;
import java.time.InstantSource;
import java.util.Map;

/** The vendor's cloud without the network: turns the parameters of a call into the JSON of its answer. */
public final class Cloud {
    private final ObjectMapper json = new ObjectMapper();
    private final SimulatorSettings settings;
    private final SimulatedFleet fleet;
    private final Faults faults;
    private final CallCounts counts;
    private final InstantSource clock;
    private final InstantSource fleetClock;
    private final Gatekeeper gatekeeper;
    private final Map<String, VendorMethod> methods;

    /**
     * @param clock the vendor's time, by which tokens expire
     * @param fleetClock the fleet's time
     */
    public Cloud(
            SimulatorSettings settings,
            SimulatedFleet fleet,
            Faults faults,
            CallCounts counts,
            TokenDesk tokens,
            InstantSource clock,
            InstantSource fleetClock) {
        this.settings = settings;
        this.fleet = fleet;
        this.faults = faults;
        this.counts = counts;
        this.clock = clock;
        this.fleetClock = fleetClock;
        var rates = new RateLimits(settings.callsPerMinutePerAccount(), faults, clock);
        gatekeeper = new Gatekeeper(settings, faults, tokens, rates);
        methods = methods(tokens);
    }

    /** The answer to a call, as JSON text; errors are answers too. */
    public String answer(Map<String, String> params) {
        var request = new Request(params);
        try {
            var reply = reply(request);
            counts.served(request.method(), reply.rows());
            return body(0, "success", withEmptyLists(reply.result()), withEmptyLists(reply.data()));
        } catch (Refusal refusal) {
            counts.refused(refusal.code());
            return body(refusal.code(), String.valueOf(refusal.getMessage()), Reply.NOTHING, Reply.NOTHING);
        }
    }

    /** The account that a call is about: the one it names, the owner of its first device, or the caller. */
    public String accountOf(Map<String, String> params) {
        var request = new Request(params);
        var named = request.text("target", request.text("account", ""));
        if (!named.isEmpty()) {
            return named;
        }
        var imei = request.text("imeis", request.text("imei", "")).split(",", -1)[0];
        var device = fleet.device(imei);
        return device == null || device.account() == null ? settings.userId() : device.account();
    }

    private Reply reply(Request request) {
        var method = methods.get(request.required("method"));
        if (method == null) {
            throw new Refusal(1007, "Request method error");
        }
        var now = clock.instant();
        gatekeeper.check(request, accountOf(request.params()), now);
        return method.answer(request, new Scene(fleet, faults, settings.userId(), now, fleetClock.instant()));
    }

    /** Writes empty lists, at the top level or one below, as [] or as null. */
    private JsonNode withEmptyLists(JsonNode node) {
        if (!faults.isOn(Fault.NULL_FOR_EMPTY)) {
            return node;
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(nullIfEmpty(field.getValue())));
        }
        return nullIfEmpty(node);
    }

    private static JsonNode nullIfEmpty(JsonNode node) {
        return node.isArray() && node.isEmpty() ? Reply.NOTHING : node;
    }

    private String body(int code, String message, JsonNode result, JsonNode data) {
        var body = Reply.object().put("code", code).put("message", message);
        body.set("result", result);
        body.set("data", data);
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    private static Map<String, VendorMethod> methods(TokenDesk tokens) {
        return Map.ofEntries(
                Map.entry(Gatekeeper.TOKEN_GET, tokens::get),
                Map.entry("jimi.oauth.token.refresh", tokens::refresh),
                Map.entry("jimi.user.child.list", DeviceMethods::children),
                Map.entry("jimi.user.device.list", DeviceMethods::list),
                Map.entry("jimi.track.device.detail", DeviceMethods::detail),
                Map.entry("jimi.user.device.location.list", LocationMethods::list),
                Map.entry("jimi.device.location.get", LocationMethods::get),
                Map.entry("jimi.device.track.list", TrackMethods::list),
                Map.entry("jimi.device.track.mileage", TrackMethods::mileage),
                Map.entry("jimi.open.platform.report.parking", ReportMethods::parking),
                Map.entry("jimi.open.platform.report.trips", ReportMethods::trips),
                Map.entry("jimi.device.alarm.list", AlarmMethods::list),
                Map.entry("jimi.device.obd.list", ObdMethods::list));
    }
}
