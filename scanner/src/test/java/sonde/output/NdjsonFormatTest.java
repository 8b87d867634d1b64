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

    @Test
    void writesWhatElseIsKnown() {
        assertEquals(
                "{\"ip\":\"2001:db8::2\",\"timestamp\":\"1795465782\",\"port\":53,\"proto\":\"udp\""
                        + ",\"rec_type\":\"status\",\"data\":{\"status\":\"filtered\","
                        + "\"reason\":\"admin-prohibited\",\"ttl\":61,\"rtt_us\":412,"
                        + "\"from\":\"2001:db8::fe\",\"icmp\":\"1/1\"}}\n",
                Records.text(OutputFormat.NDJSON, Records.FILTERED));
        assertEquals(
                "{\"ip\":\"198.18.0.2\",\"timestamp\":\"1795465782\",\"port\":0,\"proto\":\"arp\""
                        + ",\"rec_type\":\"status\",\"data\":{\"status\":\"up\","
                        + "\"reason\":\"arp-response\",\"ttl\":0,\"rtt_us\":95,"
                        + "\"mac\":\"00:00:0c:12:34:ff\",\"vendor\":\"Cisco Systems, Inc\"}}\n",
                Records.text(OutputFormat.NDJSON, Records.NEIGHBOUR));
    }
}
