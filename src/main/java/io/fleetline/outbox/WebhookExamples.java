package io.fleetline.outbox;

/** Requests and answers for the API's description. */
final class WebhookExamples {
    static final String NEW = """
            {"url": "https://hooks.example.com/fleet", "description": "the control room", "kinds": ["alarm"], "filters": {"severity": ["critical"]}}""";

    static final String CHANGE = """
            {"state": "paused"}""";

    static final String OVERLAP = """
            {"overlap_s": 3600}""";

    static final String REPLAY = """
            {"from": "2026-03-10T06:00:00Z"}""";

    private static final String FIELDS = """
            "id": "0f8fad5b-d9cb-469f-a165-70867728950e", "url": "https://hooks.example.com/fleet", "description": "the control room",
            "kinds": ["alarm"], "filters": {"severity": ["critical"]}, "concurrency": 4, "per_second": 50, "state": "active", "reason": "",
            "created_at": "2026-03-10T06:00:00+00:00", "created_by": "token ann", "changed_at": "2026-03-10T06:00:00+00:00",
            "secrets": [{"made_at": "2026-03-10T06:00:00+00:00", "good_until": null}], "cursor": "0af3b21c.1042.7", "delivered": 310,
            "failed_attempts": 2, "waiting": 0, "given_up": 0, "delivered_at": "2026-03-10T06:05:00+00:00", "failing_since": null""";

    private static final String SECRET = "\"secret\": \"whsec_Zm9yLXRoZS1kZXNjcmlwdGlvbi1vZi10aGUtQVBJLS0=\"";

    static final String ONE = "{" + FIELDS + "}";
    static final String ALL = "{\"webhooks\": [{" + FIELDS + "}]}";
    static final String CREATED = "{" + FIELDS + ", " + SECRET + "}";
    static final String ROTATED =
            "{\"id\": \"0f8fad5b-d9cb-469f-a165-70867728950e\", " + SECRET + ", \"overlap_s\": 3600}";
    static final String DELETED = """
            {"id": "0f8fad5b-d9cb-469f-a165-70867728950e", "deleted": true}""";

    static final String TESTED = """
            {"taken": false, "status": 404, "took_ms": 31, "detail": "the receiver answered 404"}""";

    static final String DELIVERIES = """
            {"deliveries": [{"at": "2026-03-10T06:05:00+00:00", "event_id": "evt_0af3b21c_1042_7_1", "attempt": 1, "outcome": "failed",
             "status": 500, "took_ms": 12, "detail": "the receiver answered 500", "next_at": "2026-03-10T06:05:05+00:00"}]}""";

    static final String REPLAYED = """
            {"id": "0f8fad5b-d9cb-469f-a165-70867728950e", "cursor": "0af3b21c.1017.0", "messages": null}""";

    static final String EVENTS = """
            {"events": [{"specversion": "1.0", "id": "evt_0af3b21c_1042_7_1", "source": "/fleetline/changes", "type": "io.fleetline.alarm.raised",
             "subject": "860000000000001", "time": "2026-03-10T06:04:58Z", "datacontenttype": "application/json",
             "data": {"kind": "alarm", "state": "raised", "imei": "860000000000001", "alarm_type": "144"}}],
             "cursor": "0af3b21c.1042.7.1", "more": false}""";

    private WebhookExamples() {}
}
