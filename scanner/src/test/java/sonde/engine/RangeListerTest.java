// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import sonde.target.AddressSet;
import sonde.wire.IpAddress;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

final class RangeListerTest {

    private static String list(AddressSet addresses, boolean blocks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RangeLister.list(addresses, blocks, out);
        return out.toString(StandardCharsets.US_ASCII);
    }

    private static AddressSet range(String first, String last) {
        return AddressSet.builder().add(IpAddress.parse(first), IpAddress.parse(last)).build();
    }

    @ParameterizedTest
    @CsvSource({
        "198.18.0.1,198.18.0.1,198.18.0.1/32",
        "198.18.0.0,198.18.0.255,198.18.0.0/24",
        "198.18.0.1,198.18.0.6,198.18.0.1/32 198.18.0.2/31 198.18.0.4/31 198.18.0.6/32",
        "0.0.0.0,255.255.255.255,0.0.0.0/0",
        "255.255.255.254,255.255.255.255,255.255.255.254/31",
        "2001:db8::,2001:db8:0:1:ffff:ffff:ffff:ffff,2001:db8::/63",
        "2001:db8::ffff,2001:db8::1:0,2001:db8::ffff/128 2001:db8::1:0/128",
        "::1:0:0:0:0,::2:0:0:0:0,0:0:0:1::/64 0:0:0:2::/128",
    })
    void cutsRangesIntoTheFewestBlocks(String first, String last, String blocks)
            throws IOException {
        assertEquals(blocks.replace(' ', '\n') + '\n', list(range(first, last), true));
    }

    @Test
    void printsRangesSortedAndMerged() throws Exception {
        ScanOptions options = new ScanOptions();
        options.targets.add("2001:db8::/126,198.18.0.10,198.18.0.1-198.18.0.9");
        options.targetFiles.add("-");
        options.exclusions.add("198.18.0.4");
        InputStream stdin =
                new ByteArrayInputStream("198.19.0.0/31\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(
                """
                198.18.0.1-198.18.0.3
                198.18.0.5-198.18.0.10
                198.19.0.0-198.19.0.1
                2001:db8::-2001:db8::3
                """,
                list(ScanPlanner.addresses(options, stdin, note -> {}), false));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void blocksAreTheSameAddresses(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int run = 0; run < 200; run++) {
            AddressSet.Builder builder = AddressSet.builder();
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                int first = random.nextInt() & Integer.MAX_VALUE;
                builder.addIpv4(first, first + random.nextInt(1 << random.nextInt(1, 30)));
                long low = random.nextLong() >>> 2;
                builder.add(7, low, 7, low + (random.nextLong() >>> random.nextInt(2, 63)));
            }
            AddressSet addresses = builder.build();
            ScanOptions options = new ScanOptions();
            options.targets.addAll(List.of(list(addresses, true).split("\n", -1)));
            options.targets.removeLast();
            AddressSet read =
                    ScanPlanner.addresses(options, InputStream.nullInputStream(), note -> {});
            assertEquals(addresses.toString(), read.toString(), () -> "seed " + seed);
        }
    }
}
