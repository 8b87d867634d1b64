// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import sonde.record.ScanRecord;

import java.util.ArrayList;
import java.util.List;

class FieldTextTest {

    private static List<String> texts(ScanRecord record) {
        List<String> texts = new ArrayList<>();
        for (Field field : Field.values()) {
            if (field != Field.BANNER && FieldText.has(field, record)) {
                AsciiBuffer buffer = new AsciiBuffer(RecordFormat.RECORD_MAX_BYTES);
                FieldText.put(field, record, buffer);
                String value = new String(buffer.bytes(), 0, buffer.length(), US_ASCII);
                texts.add(field.label() + "=" + value);
            }
        }
        return texts;
    }

    @Test
    void putsWhatARecordSays() {
        assertEquals(
                List.of(
                        "ip=2001:db8::2",
                        "port=53",
                        "proto=udp",
                        "status=filtered",
                        "reason=admin-prohibited",
                        "ttl=61",
                        "rtt_us=412",
                        "timestamp=1795465782",
                        "from=2001:db8::fe",
                        "icmp=1/1"),
                texts(Records.FILTERED));
        assertEquals(
                List.of(
                        "ip=198.18.0.2",
                        "port=0",
                        "proto=arp",
                        "status=up",
                        "reason=arp-response",
                        "ttl=0",
                        "rtt_us=95",
                        "timestamp=1795465782",
                        "mac=00:00:0c:12:34:ff",
                        "vendor=Cisco Systems, Inc"),
                texts(Records.NEIGHBOUR));
    }

    @Test
    void saysOfABannerWhatItIsOf() {
        assertEquals(
                List.of(
                        "ip=198.18.0.2",
                        "port=80",
                        "proto=tcp",
                        "status=open",
                        "reason=response",
                        "ttl=64",
                        "timestamp=1795465782",
                        "service=title",
                        "recognized=answer"),
                texts(Records.BANNER));
        AsciiBuffer buffer = new AsciiBuffer(RecordFormat.RECORD_MAX_BYTES);
        assertThrows(
                IllegalArgumentException.class,
                () -> FieldText.put(Field.BANNER, Records.BANNER, buffer));
    }
}
