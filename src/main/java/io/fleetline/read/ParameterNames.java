package io.fleetline.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Parameter names without the brackets that jQuery ({@code cost_centre[]}) and PHP ({@code cost_centre[0]}) append for lists. */
public final class ParameterNames {
    private static final Pattern OF_A_LIST = Pattern.compile("([^\\[\\]]+)\\[[^\\[\\]]*]");

    private ParameterNames() {}

    /** All values of each name, in order. */
    public static Map<String, List<String>> plain(Map<String, List<String>> given) {
        var plain = new HashMap<String, List<String>>();
        given.forEach((name, values) ->
                plain.computeIfAbsent(plain(name), first -> new ArrayList<>()).addAll(values));
        return plain;
    }

    public static String plain(String name) {
        var list = OF_A_LIST.matcher(name);
        return list.matches() ? list.group(1) : name;
    }
}
