// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NdjsonFormatTest {

    @Test
    void writesMasscansLine() {
        assertEquals(
                "{\"ip\":\"198.18.0.2\",\"timestamp\":\"1795465782\",\"port\":80,\"proto\":\"tcp\""
                        + ",\"rec_type\":\"status\",\"data\":{\"status\":\"open\","
                        + "\"reason\":\"syn-ack\",\"ttl\":64}}\n",
                Records.text(OutputFormat.NDJSON, Records.PLAIN));
    }

    @Test
    void writesTheLeastAndTheLongest() {
        assertEquals(
                "{\"ip\":\"0.0.0.0\",\"timestamp\":\"0\",\"port\":0,\"proto\":\"tcp\""
                        + ",\"rec_type\":\"status\",\"data\":{\"status\":\"open\","
                        + "\"reason\":\"none\",\"ttl\":0}}\n",
                Records.text(OutputFormat.NDJSON, Records.LEAST));
        assertEquals(
                "{\"ip\":\"255.255.255.255\",\"timestamp\":\"-9223372037\",\"port\":65535,\"proto\":\"tcp\",\"rec_type\":\"status\",\"data\":{\"status\":\"filtered\",\"reason\":\"fin-syn-rst-psh-ack-urg-ece-cwr\",\"ttl\":255}}\n",
                Records.text(OutputFormat.NDJSON, Records.LONGEST));
    }

    @Test
    void writesABanner() {
        assertEquals(
                "{\"ip\":\"198.18.0.2\",\"timestamp\":\"1795465782\",\"port\":80,\"proto\":\"tcp\",\"rec_type\":\"banner\",\"data\":{\"service_name\":\"title\",\"banner\":\"lab"
                    + " \\u003cpage\",\"recognized\":\"answer\"}}\n",
                Records.text(OutputFormat.NDJSON, Records.BANNER));
    }
}
