// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.ScanRecord;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

class JsonFieldsTest {

    @Test
    void areNotGroupedByHost() {
        assertNull(new JsonFormat(Field.parse("ip,port")).grouping());
        assertNotNull(new JsonFormat(List.of()).grouping());
    }

    private static final Pattern NAME = Pattern.compile("\"([a-z_]+)\":");

    @Test
    void writesTheChosenMembersInTheirOrder() {
        List<Field> fields = Field.parse("port,ip,timestamp,rtt_us,banner");
        assertEquals(
                "{\"port\":80,\"ip\":\"198.18.0.2\",\"timestamp\":\"1795465782\",\"rtt_us\":null,"
                        + "\"banner\":null}\n",
                Records.text(new NdjsonFormat(fields), Records.PLAIN));
        assertEquals(
                "{ \"port\": 80, \"ip\": \"198.18.0.2\", \"timestamp\": \"1795465782\","
                        + " \"rtt_us\": null, \"banner\": \"lab \\u003cpage\" }\n",
                Records.text(new JsonFormat(fields), Records.BANNER));
    }

    @Test
    void writesOneField() {
        assertEquals(
                "{\"ttl\":64}\n",
                Records.text(new NdjsonFormat(List.of(Field.TTL)), Records.PLAIN));
    }

    @Test
    void writesEveryField() {
        assertEquals(
                "{\"ip\":\"198.18.0.2\",\"port\":0,\"proto\":\"arp\",\"status\":\"up\","
                        + "\"reason\":\"arp-response\",\"ttl\":0,\"rtt_us\":95,"
                        + "\"timestamp\":\"1795465782\",\"from\":null,\"icmp\":null,"
                        + "\"mac\":\"00:00:0c:12:34:ff\",\"vendor\":\"Cisco Systems, Inc\","
                        + "\"service\":null,\"recognized\":null,\"banner\":null}\n",
                Records.text(new NdjsonFormat(List.of(Field.values())), Records.NEIGHBOUR));
    }

    @Test
    void isValidWhateverComesWithExactlyTheChosenMembers() {
        Random random = new Random(41);
        for (ScanRecord record : Records.randomWithBanners(41, 1000)) {
            List<Field> fields = new ArrayList<>(Arrays.asList(Field.values()));
            Collections.shuffle(fields, random);
            List<Field> chosen = fields.subList(0, 1 + random.nextInt(fields.size()));
            String line = Records.text(new NdjsonFormat(chosen), record);
            assertTrue(JsonText.isValid(line), line);
            // No banner can hold a name: quotes are escaped.
            assertEquals(
                    chosen.stream().map(Field::label).toList(),
                    NAME.matcher(line).results().map(match -> match.group(1)).toList());
        }
    }
}
