// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import sonde.wire.IpAddress;

import java.util.List;

class Ipv6PatternFuzzTest {

    private static final long MAX = 300;

    /** Any text is a list of patterns that keep within range and limit, or a printable error. */
    @FuzzTest
    void expandsOrRefuses(FuzzedDataProvider data) {
        long high = data.consumeLong();
        long low = data.consumeLong();
        long toHigh = data.consumeLong();
        String text = data.consumeRemainingAsString();
        List<Ipv6Pattern> patterns;
        try {
            patterns = Ipv6PatternParser.parse(text, "--p");
        } catch (TargetSyntaxException e) {
            FuzzChecks.assertPrintable(e);
            return;
        }
        assertFalse(patterns.isEmpty());
        if (Long.compareUnsigned(high, toHigh) < 0) {
            IpAddress first = new IpAddress(high, low);
            Ipv6Ranges range = Ipv6Ranges.of(first, new IpAddress(toHigh, ~low));
            Ipv6Ranges found = Ipv6Patterns.expand(range, patterns, low, MAX);
            assertTrue(found.size() <= MAX);
            assertTrue(found.minus(range).rangeCount() == 0);
        }
    }
}
