// SPDX-License-Identifier: Apache-2.0
package sonde.permute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.BitSet;

class ShardTest {

    @Test
    void shardsArePartsWithoutOverlapAndGap() {
        for (int size = 0; size < 50; size++) {
            for (int count = 1; count < 60; count++) {
                BitSet seen = new BitSet();
                for (int index = 0; index < count; index++) {
                    Shard shard = new Shard(index, count);
                    for (long step = 0; step < shard.positionCount(size); step++) {
                        int position = (int) shard.position(step);
                        assertTrue(position < size && !seen.get(position));
                        seen.set(position);
                    }
                }
                assertEquals(size, seen.cardinality());
            }
        }
    }

    @Test
    void largestSizeIsExact() {
        Shard shard = new Shard(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);
        long count = shard.positionCount(Long.MAX_VALUE);
        assertTrue(shard.position(count - 1) >= 0);
        assertTrue(Long.MAX_VALUE - shard.position(count - 1) <= Integer.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, Shard.WHOLE.positionCount(Long.MAX_VALUE));
    }

    @Test
    void readsWhatItWrites() {
        assertEquals(new Shard(0, 1), Shard.parse("1/1"));
        assertEquals(new Shard(2, 5), Shard.parse("3/5"));
        assertEquals("3/5", new Shard(2, 5).toString());
        assertEquals(
                Integer.MAX_VALUE + "/" + Integer.MAX_VALUE,
                Shard.parse("2147483647/2147483647").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3          | needs the form I/N",
                "''         | needs the form I/N",
                "/4         | the shard is missing",
                "1/         | the number of shards is missing",
                "0/4        | the shard must be 1 to 4, not 0",
                "5/4        | the shard must be 1 to 4, not 5",
                "1/0        | must be at least 1, not 0",
                "-1/4       | the shard must be a decimal number",
                "1/4/2      | the number of shards must be a decimal number",
                "1/9999999999999999999 | at most 2147483647"
            })
    void saysWhatIsWrong(String text, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Shard.parse(text));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    }
}
