// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A list of random IPv6 addresses in a file: all that answer are found, none is probed in vain. */
@Tag("e2e")
class HitListTest {

    private static final int ADDRESS_COUNT = 200_000;
    private static final int EXCLUDED_COUNT = 20_000;
    private static final int REPEATED_COUNT = 1_000;

    /** A part of {@link Ipv6Lab#ROUTED}, so that the far side has all of it. */
    private static final String PREFIX = "2001:db8:f:1:";

    private static final String EXCLUDED_PREFIX = "2001:db8:f:2:";
    private static final String EXCLUDED = "2001:db8:f:2::/64";

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "ss", "tcpdump");
    }

    @Test
    void findsEachAddressOfAFileOnceAndSendsNothingToThoseExcluded() {
        long seed = System.nanoTime();
        System.out.println("seed of the hit list: " + seed);
        Random random = new Random(seed);
        Set<String> expected = random(PREFIX, ADDRESS_COUNT, random);
        List<String> lines = new ArrayList<>(expected);
        lines.addAll(random(EXCLUDED_PREFIX, EXCLUDED_COUNT, random));
        lines.addAll(lines.subList(0, REPEATED_COUNT));
        try (Lab lab = Nginx.routedLabOfBothFamilies()) {
            Path file = lab.file("hits");
            Ipv6Lab.write(file, String.join("\n", lines) + "\n");
            Capture forbidden = Capture.ofAllTo(lab, EXCLUDED);
            // Of so many answers the far side repeats a third alone: the link must lose none.
            String words =
                    "-iL FILE -p80 --link packet --rate 50000 --wait 4 --exclude "
                            + EXCLUDED
                            + Ipv6Lab.EACH;
            SondeResult result = lab.run(words.replace("FILE", file.toString()).split(" "));
            Check.foundEachOnce(expected, result, () -> result.story() + lab.drops());
            assertEquals(ADDRESS_COUNT, Summary.of(result).count("made"), result::story);
            assertEquals(0, forbidden.frameCount(), result::story);
        }
    }

    /** Without a group of zeros, so that there is one way to write each. */
    private static Set<String> random(String prefix, int count, Random random) {
        Set<String> addresses = new HashSet<>();
        while (addresses.size() < count) {
            StringBuilder address = new StringBuilder(prefix);
            for (int i = 0; i < 4; i++) {
                address.append(i == 0 ? "" : ":").append(Integer.toHexString(group(random)));
            }
            addresses.add(address.toString());
        }
        return addresses;
    }

    private static int group(Random random) {
        return 1 + random.nextInt(0xFFFF);
    }
}
