// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @Test
    void readsEveryForm() throws OutputException {
        assertEquals(new RedisAddress("redis", 6379, null), RedisAddress.parse("redis"));
        assertEquals(new RedisAddress("redis", 7000, null), RedisAddress.parse("redis:7000"));
        assertEquals(new RedisAddress("::1", 6379, null), RedisAddress.parse("::1"));
        assertEquals(new RedisAddress("::1", 6379, null), RedisAddress.parse("[::1]"));
        assertEquals(new RedisAddress("::1", 7000, "a/b"), RedisAddress.parse("[::1]:7000/a/b"));
        assertEquals(new RedisAddress("10.0.0.1", 1, "k"), RedisAddress.parse("10.0.0.1:1/k"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":6379",
                "redis:",
                "redis:0",
                "redis:65536",
                "redis:6379x",
                "[::1",
                "[]:6379",
                "[::1]6379",
                "redis/",
                "redis/a b",
                "redis:-1",
                "redis:999999"
            })
    void refusesWhatIsNone(String text) {
        OutputException refused =
                assertThrows(OutputException.class, () -> RedisAddress.parse(text));
        assertEquals(
                "no Redis server is at " + text + ": write host, host:port or [IPv6 address]:port",
                refused.getMessage());
    }
}
