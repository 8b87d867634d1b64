// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;

class JsonReaderTest {

    private static final String OPEN =
            "{   \"ip\": \"198.18.0.3\",   \"timestamp\": \"1795465744\", \"ports\": [ {\"port\":"
                + " 80, \"proto\": \"tcp\", \"status\": \"open\", \"reason\": \"syn-ack\", \"ttl\":"
                + " 64} ] }\n";

    private static final String OPEN_WORDS =
            "1795465744000000000 198.18.0.3 TCP 80 OPEN Evidence[tcpFlags=18, ttl=64, rttMicros=-1,"
                    + " responder=null, icmp=-1, mac=-1]";

    private static List<String> words(String content) throws IOException {
        return Results.words(Results.read(content));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\n#,\n#]\n",
                "[\n#,\n#,\n]\n",
                "[\n#,\n#",
                "[\n#,\n#,\n",
                "#,\n#,\n{finished: 1}\n",
                "[\n,\n#]\n[\n#]\n",
                "##",
            })
    void readsWhatMasscanHasEverWritten(String file) throws IOException {
        assertEquals(List.of(OPEN_WORDS, OPEN_WORDS), words(file.replace("#", OPEN)));
    }

    @Test
    void readsMasscansBanner() throws IOException {
        String banner =
                "[\n{ \"ip\": \"2001:db8::2\", \"timestamp\": \"1\", \"ports\": [ {\"port\": 80,"
                        + " \"proto\": \"tcp\", \"service\": {\"name\": \"title\", \"banner\":"
                        + " \"\\u003clab\\u00ff\\\\\\/\"} } ] }\n]\n";
        assertTrue(words(banner).getFirst().endsWith("TITLE NONE <lab\u00ff\\/"));
    }

    /** As jq and others write what they were given as escapes: in UTF-8. */
    @Test
    void readsCharactersThatStandAsThemselves() throws IOException {
        String ours =
                "{\"ip\":\"198.18.0.3\",\"data\":{\"service_name\":\"title\",\"banner\":\"#\","
                        + "\"recognized\":\"tls\"}}";
        String bytes = "\u00c3\u00a9 \u00e2\u0082\u00ac \u00f0\u009f\u0098\u0080 \u00c2\u0080";
        String escapes = "\\u00e9 \\u20ac \\ud83d\\ude00 \\u0080";
        assertEquals(words(ours.replace("#", escapes)), words(ours.replace("#", bytes)));
        assertTrue(words(ours.replace("#", bytes)).getFirst().endsWith("TITLE TLS " + bytes));

        String masscans = ours.replace(",\"recognized\":\"tls\"", "");
        assertTrue(
                words(masscans.replace("#", "a\u00c3\u00bf")).getFirst().endsWith("a\u00ff"),
                "masscan's \\u00ff is a byte, however it is written");
    }

    @Test
    void bytesThatAreNoCharactersStandForThemselves() throws IOException {
        String line =
                "{\"ip\":\"198.18.0.3\",\"data\":{\"service_name\":\"title\",\"banner\":\"#\"}}";
        List<String> wrong =
                List.of(
                        "\u00ff",
                        "\u00c3x",
                        "\u00c0\u0080",
                        "\u00e2\u0082",
                        "\u00ed\u00a0\u0080",
                        "\u00f4\u0090\u0080\u0080",
                        "\u0080\u0080");
        for (String bytes : wrong) {
            assertTrue(words(line.replace("#", bytes)).getFirst().endsWith("NONE " + bytes), bytes);
        }
        assertEquals(List.of(), words("{\"ip\":\"198.18.0.3\",\"banner\":\"\u00c3"));
    }

    @Test
    void whatFieldsChoseIsText() throws IOException {
        String flat = "{\"ip\":\"198.18.0.3\",\"service\":\"title\",\"banner\":\"\\u00e9\"}";
        assertTrue(words(flat).getFirst().endsWith("\u00c3\u00a9"), words(flat).getFirst());
    }

    @Test
    void readsMasscansLines() throws IOException {
        String lines =
                "{\"ip\":\"198.18.0.3\",\"timestamp\":\"1795465744\",\"port\":80,\"proto\":\"tcp\",\"rec_type\":\"status\",\"data\":{\"status\":\"open\",\"reason\":\"syn-ack\",\"ttl\":64}}\n"
                    + "{\"ip\":\"198.18.0.3\",\"timestamp\":\"1795465744\",\"port\":80,\"proto\":"
                    + "\"tcp\",\"rec_type\":\"banner\",\"data\":{\"service_name\":\"title\",\"banner\":\"lab"
                    + " page\"}}\n";
        List<String> words = words(lines);
        assertEquals(OPEN_WORDS, words.getFirst());
        assertTrue(words.getLast().endsWith("TITLE NONE lab page"));
    }

    @Test
    void readsSeveralPortsOfAHost() throws IOException {
        String grouped =
                "[{\"ip\":\"198.18.0.3\",\"timestamp\":\"7\",\"more\":[{\"x\":[1,{}]}],\"ports\":["
                    + "{\"port\":80,\"proto\":\"udp\",\"status\":\"closed\",\"icmp\":\"3/3\"},"
                    + "{\"port\":81,\"status\":\"filtered\",\"from\":\"198.18.0.9\"}],\"end\":1}]";
        assertEquals(
                List.of(
                        "7000000000 198.18.0.3 UDP 80 CLOSED Evidence[tcpFlags=0, ttl=0,"
                                + " rttMicros=-1, responder=null, icmp=771, mac=-1]",
                        "7000000000 198.18.0.3 TCP 81 FILTERED Evidence[tcpFlags=0, ttl=0,"
                                + " rttMicros=-1, responder=198.18.0.9, icmp=-1, mac=-1]"),
                words(grouped));
    }

    @Test
    void passesOverObjectsThatAreNoRecords() throws IOException {
        assertEquals(List.of(), words("{\"state\":\"running\",\"rate\":{\"kpps\":0.1}}\n[]\n"));
    }

    @Test
    void saysWhetherItWasCutShort() throws IOException {
        try (RecordReader reader = Results.open(OPEN + OPEN.substring(0, OPEN.length() - 5))) {
            assertEquals(2, Results.all(reader).size());
            assertTrue(reader.isCutShort());
        }
        try (RecordReader reader = Results.open("[" + OPEN + ",")) {
            Results.all(reader);
            assertFalse(reader.isCutShort());
        }
    }

    @Test
    void namesTheLine() {
        assertWrong(OPEN + "{\"ip\":\"198.18.0.300\"}", "line 2");
        assertWrong("[\n7\n]", "a value where an object is expected");
        assertWrong(
                "{\"ip\":\"198.18.0.3\",\"port\":65536}", "'65536' is no number from 0 to 65535");
        assertWrong("{\"port\":80}", "the record has no address");
        assertWrong("{\"ip\" \"198.18.0.3\"}", "no colon");
        assertWrong("{\"data\":".repeat(100), "64 deep");
    }

    private static void assertWrong(String content, String reason) {
        ReadException e = assertThrows(ReadException.class, () -> Results.read(content));
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
    }
}
