// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class JsonFormatTest {

    @Test
    void writesMasscansLine() {
        assertEquals(
                "{   \"ip\": \"198.18.0.2\",   \"timestamp\": \"1795465782\", \"ports\": ["
                        + " {\"port\": 80, \"proto\": \"tcp\", \"status\": \"open\", \"reason\":"
                        + " \"syn-ack\", \"ttl\": 64} ] }\n",
                Records.text(OutputFormat.JSON, Records.PLAIN));
    }

    @Test
    void writesTheLeastAndTheLongest() {
        assertEquals(
                "{   \"ip\": \"0.0.0.0\",   \"timestamp\": \"0\", \"ports\": [ {\"port\": 0,"
                    + " \"proto\": \"tcp\", \"status\": \"open\", \"reason\": \"none\", \"ttl\": 0}"
                    + " ] }\n",
                Records.text(OutputFormat.JSON, Records.LEAST));
        assertEquals(
                "{   \"ip\": \"255.255.255.255\",   \"timestamp\": \"-9223372037\", \"ports\": ["
                    + " {\"port\": 65535, \"proto\": \"tcp\", \"status\": \"filtered\", \"reason\":"
                    + " \"fin-syn-rst-psh-ack-urg-ece-cwr\", \"ttl\": 255} ] }\n",
                Records.text(OutputFormat.JSON, Records.LONGEST));
    }

    @Test
    void writesABanner() {
        assertEquals(
                "{   \"ip\": \"198.18.0.2\",   \"timestamp\": \"1795465782\", \"ports\": ["
                        + " {\"port\": 80, \"proto\": \"tcp\", \"service\": {\"name\": \"title\","
                        + " \"banner\": \"lab \\u003cpage\", \"recognized\": \"answer\"} } ] }\n",
                Records.text(OutputFormat.JSON, Records.BANNER));
    }

    @Test
    void writesWhatElseIsKnown() {
        assertEquals(
                "{   \"ip\": \"2001:db8::2\",   \"timestamp\": \"1795465782\", \"ports\": ["
                    + " {\"port\": 53, \"proto\": \"udp\", \"status\": \"filtered\", \"reason\":"
                    + " \"admin-prohibited\", \"ttl\": 61, \"rtt_us\": 412, \"from\":"
                    + " \"2001:db8::fe\", \"icmp\": \"1/1\"} ] }\n",
                Records.text(OutputFormat.JSON, Records.FILTERED));
        assertEquals(
                "{   \"ip\": \"198.18.0.2\",   \"timestamp\": \"1795465782\", \"ports\": ["
                        + " {\"port\": 0, \"proto\": \"arp\", \"status\": \"up\", \"reason\":"
                        + " \"arp-response\", \"ttl\": 0, \"rtt_us\": 95, \"mac\":"
                        + " \"00:00:0c:12:34:ff\", \"vendor\": \"Cisco Systems, Inc\"} ] }\n",
                Records.text(OutputFormat.JSON, Records.NEIGHBOUR));
    }
}
