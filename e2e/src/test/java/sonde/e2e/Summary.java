// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counts with which a scan ends on standard error, in lines of the form {@code probes: 9 made =
 * 8 sent + 1 refused}: a total and the parts that have to give it.
 */
record Summary(Map<String, Long> counts) {

    private static final List<String> SUMS = List.of("probes:", "frames:", "answers:");
    private static final Pattern COUNT = Pattern.compile("([\\d,]+) (\\w+)");
    private static final Pattern RING =
            Pattern.compile("([\\d,]+) frames lost in a full receive ring");

    private static final Pattern MEMORY = Pattern.compile("([\\d,]+) MB of memory at most");

    /** Reads it, and fails unless each total is the sum of its parts. */
    static Summary of(SondeResult result) {
        Map<String, Long> counts = new HashMap<>();
        for (String label : SUMS) {
            String line =
                    result.err()
                            .lines()
                            .filter(text -> text.startsWith(label))
                            .findFirst()
                            .orElse("");
            assertTrue(
                    line.contains(" = "), () -> "the summary has " + label + " " + result.story());
            String[] sides = line.split(" = ");
            assertEquals(
                    read(sides[0], counts),
                    read(sides[1], counts),
                    () -> label + " " + result.story());
        }
        Matcher ring = RING.matcher(result.err());
        assertTrue(ring.find(), () -> "the summary tells of the receive ring " + result.story());
        counts.put("ring", number(ring.group(1)));
        Matcher memory = MEMORY.matcher(result.err());
        assertTrue(memory.find(), () -> "the summary tells of the memory " + result.story());
        counts.put("MB", number(memory.group(1)));
        return new Summary(counts);
    }

    /** Adds the counts of one side to the map. Returns their sum. */
    private static long read(String side, Map<String, Long> counts) {
        long sum = 0;
        Matcher matcher = COUNT.matcher(side);
        while (matcher.find()) {
            long value = number(matcher.group(1));
            counts.put(matcher.group(2), value);
            sum += value;
        }
        return sum;
    }

    private static long number(String grouped) {
        return Long.parseLong(grouped.replace(",", ""));
    }

    long count(String word) {
        return counts.getOrDefault(word, 0L);
    }

    /** The most memory that the program had, in megabytes of 2^20 bytes. */
    long memoryMegabytes() {
        return count("MB");
    }

    /** Probes that never left and answers that came in vain. */
    long lost() {
        return count("dropped") + count("refused") + count("unreached") + count("ring");
    }
}
