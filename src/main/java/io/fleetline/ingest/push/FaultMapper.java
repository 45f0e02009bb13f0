package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fleetline.fleet.FaultCode;
import io.fleetline.fleet.Plausibility;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code /pushfaultinfo}: trouble codes, one fact for each code of an item. */
record FaultMapper(Plausibility plausibility) implements PushMapper<FaultCode> {
    private static final String[] CODES = {
        "faultcode",
        "faultcodes",
        "dtc",
        "dtccode",
        "dtccodes",
        "dtcs",
        "troublecode",
        "troublecodes",
        "errorcode",
        "code",
        "codes",
        "faultinfo"
    };
    private static final String[] DETAIL = {
        "faultdesc", "faultdescription", "description", "desc", "detail", "faultname", "content"
    };

    private static final Pattern SAE_CODE = Pattern.compile("\\b[PCBU][0-3][0-9A-F]{3}\\b");
    private static final String UNKNOWN = "unknown";
    /** The code is part of a key. */
    private static final int LONGEST = 100;

    @Override
    public void map(Item item, Consumer<FaultCode> faults) {
        var fields = new LooseFields(item);
        var imei = fields.imei(UnpublishedLayout.IMEI);
        var time = UnpublishedLayout.time(fields, plausibility);
        var detail = fields.text(DETAIL);
        var raw = item.json();
        codes(fields).forEach(code -> faults.accept(new FaultCode(imei, time, code, detail, raw)));
    }

    /** The codes in the usual form; if there are none, the field's other content. */
    private static List<String> codes(LooseFields fields) {
        var text = fields.text(CODES);
        if (text == null) {
            return List.of(UNKNOWN);
        }
        var codes = SAE_CODE.matcher(text.toUpperCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
        return codes.isEmpty() ? List.of(asKey(text)) : codes;
    }

    /** An unpaired surrogate, as in truncated or corrupted text, would not come back from the database unchanged. */
    private static String asKey(String text) {
        var cut = text.substring(0, Math.min(text.length(), LONGEST));
        return new String(cut.getBytes(UTF_8), UTF_8);
    }
}
