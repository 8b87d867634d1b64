// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

class FieldTest {

    @Test
    void readsNamesInTheirOrder() {
        assertEquals(List.of(Field.PORT, Field.IP, Field.RTT), Field.parse("port, ip ,rtt_us"));
        String all =
                Arrays.stream(Field.values()).map(Field::label).collect(Collectors.joining(","));
        assertEquals(List.of(Field.values()), Field.parse(all));
    }

    @ParameterizedTest
    @CsvSource({
        "'ip,prot', 'prot\" is no field'",
        "'', '\" is no field'",
        "'ip,', '\" is no field'",
        "'ip port', 'ip port\" is no field'",
        "'IP', 'IP\" is no field'",
        "'ip,port,ip', 'ip\" is named twice'",
    })
    void refusesWhatItDoesNotKnow(String list, String reason) {
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> Field.parse(list));
        assertEquals(
                '"'
                        + reason
                        + ": name some of ip, port, proto, status, reason, ttl, rtt_us, timestamp,"
                        + " from, icmp, mac, vendor, service, recognized, banner",
                failure.getMessage());
    }
}
