package io.fleetline.read;

import io.fleetline.fleet.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Splits a list of names separated by commas, where some names contain commas themselves. */
final class NameList {
    private final Set<String> withComma;

    /** The most commas in a name, by the text before its first comma. */
    private final Map<String, Integer> mostCommas = new HashMap<>();

    /** @param withComma the names with a comma, in canonical spelling */
    NameList(Set<String> withComma) {
        this.withComma = withComma;
        withComma.forEach(
                name -> mostCommas.merge(beforeComma(name), commas(name).size(), Math::max));
    }

    private static String beforeComma(String name) {
        return Names.canonical(name.substring(0, name.indexOf(',')));
    }

    private static List<Integer> commas(String text) {
        var commas = new ArrayList<Integer>();
        for (int at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) {
            commas.add(at);
        }
        return commas;
    }

    /** The names in a text, from left to right the longest known one; otherwise the text between two commas. Blank ones are left out. */
    List<String> names(String text) {
        var ends = commas(text);
        ends.add(text.length());
        var names = new ArrayList<String>();
        int start = 0;
        for (int i = 0; i < ends.size(); i++) {
            i = longest(text, start, ends, i);
            var name = Names.canonical(text.substring(start, ends.get(i)));
            if (!name.isEmpty()) {
                names.add(name);
            }
            start = ends.get(i) + 1;
        }
        return names;
    }

    /** @return the end of the longest known name, among the ends from the first on; the first if none is known */
    private int longest(String text, int start, List<Integer> ends, int first) {
        int commas = mostCommas.getOrDefault(Names.canonical(text.substring(start, ends.get(first))), 0);
        for (int i = Math.min(first + commas, ends.size() - 1); i > first; i--) {
            if (withComma.contains(Names.canonical(text.substring(start, ends.get(i))))) {
                return i;
            }
        }
        return first;
    }
}
