// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.HashSet;
import java.util.Set;

final class OptionTest {

    @Test
    void hasEveryNameOnce() {
        Set<String> names = new HashSet<>();
        Set<String> shorts = new HashSet<>();
        for (Option option : Option.values()) {
            for (String name : (option.label() + ' ' + option.aliases()).strip().split(" ", -1)) {
                assertTrue(names.add(Names.normalize(name)), name);
            }
            for (String form : option.shorts().split(" ", -1)) {
                assertTrue(form.isEmpty() || shorts.add(form), form);
            }
        }
        for (String name : Refusals.longNames().split(" ", -1)) {
            assertTrue(names.add(Names.normalize(name)), name);
        }
    }

    @ParameterizedTest
    @EnumSource(Option.class)
    void isFoundByEachOfItsNames(Option option) {
        for (String name : (option.label() + ' ' + option.aliases()).strip().split(" ", -1)) {
            assertSame(option, Option.named(name));
        }
        for (String form : option.shorts().strip().split(" ", -1)) {
            assertTrue(form.isEmpty() || Option.shortNamed(form) == option, form);
        }
        assertEquals(option.arity() == Option.Arity.FLAG, option.metavar().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "adapter,INTERFACE", "spoof-ip,SOURCE_IP", "src-port,SOURCE_PORT", "router,ROUTER_MAC",
                "conf,CONFIG",
        "top-port,TOP_PORTS", "notransmit,OFFLINE", "ndjson-status,STATUS_JSON",
                "max-retry,RETRIES", "shards,SHARD",
        "destination-ip,RANGE", "target-port,PORTS", "output-file,OUTPUT_FILENAME",
                "trace-packet,PACKET_TRACE",
    })
    void knowsMasscansNames(String name, Option option) {
        assertSame(option, Option.named(name));
    }

    @Test
    void takesTheLongestShortForm() {
        assertSame(Option.INCLUDE_FILE, Option.shortNamed("-iLtargets"));
        assertSame(Option.INTERFACE, Option.shortNamed("-ieth0"));
        assertNull(Option.shortNamed("-Z"));
        assertNull(Option.named(""));
        assertNull(Option.named("-"));
    }
}
