package io.fleetline.read;

import io.fleetline.fleet.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names with commas between them, of which some may hold commas themselves. */
final class NameList {
    private final Set<String> withComma;
    private final int mostCommas;

    /** @param withComma the names that hold a comma, in their one spelling */
    NameList(Set<String> withComma) {
        this.withComma = withComma;
        this.mostCommas =
                withComma.stream().mapToInt(name -> commas(name).size()).max().orElse(0);
    }

    private static List<Integer> commas(String text) {
        var commas = new ArrayList<Integer>();
        for (int at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) {
            commas.add(at);
        }
        return commas;
    }

    /** The names in a text, from left to right the longest that there is; between two commas whatever is there. Blank ones are left out. */
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

    /** @return which of the ends, from the first on, is that of the longest known name; the first when none is */
    private int longest(String text, int start, List<Integer> ends, int first) {
        for (int i = Math.min(first + mostCommas, ends.size() - 1); i > first; i--) {
            if (withComma.contains(Names.canonical(text.substring(start, ends.get(i))))) {
                return i;
            }
        }
        return first;
    }
}
