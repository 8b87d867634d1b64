// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import sonde.record.ScanRecord;

import java.util.ArrayList;
import java.util.List;

class CsvFormatTest {

    @Test
    void beginsWithTheNamesOfItsColumns() {
        assertEquals(
                "ip,port,proto,status,reason,ttl,rtt_us,timestamp,from,icmp,mac,vendor,service,"
                        + "recognized,banner\r\n",
                new String(new CsvFormat(List.of()).opening(), US_ASCII));
        assertEquals(
                "port,ip\r\n",
                new String(new CsvFormat(List.of(Field.PORT, Field.IP)).opening(), US_ASCII));
    }

    @Test
    void writesEveryFieldIfNoneIsChosen() {
        assertEquals(
                "198.18.0.2,80,tcp,open,syn-ack,64,,1795465782,,,,,,,\r\n",
                Records.text(OutputFormat.CSV, Records.PLAIN));
        assertEquals(
                "198.18.0.2,80,tcp,open,response,64,,1795465782,,,,,title,answer,\"lab <page\"\r\n",
                Records.text(OutputFormat.CSV, Records.BANNER));
        assertEquals(
                "2001:db8::2,53,udp,filtered,admin-prohibited,61,412,1795465782,2001:db8::fe,1/1,"
                        + ",,,,\r\n",
                Records.text(OutputFormat.CSV, Records.FILTERED));
        assertEquals(
                "198.18.0.2,0,arp,up,arp-response,0,95,1795465782,,,00:00:0c:12:34:ff,"
                        + "\"Cisco Systems, Inc\",,,\r\n",
                Records.text(OutputFormat.CSV, Records.NEIGHBOUR));
    }

    @Test
    void writesTheChosenFieldsInTheirOrder() {
        CsvFormat format = new CsvFormat(Field.parse("banner,port,ip"));
        assertEquals(",80,198.18.0.2\r\n", Records.text(format, Records.PLAIN));
        assertEquals("\"lab <page\",80,198.18.0.2\r\n", Records.text(format, Records.BANNER));
    }

    @Test
    void hasAsManyCellsAsColumnsWhateverComes() {
        CsvFormat format = new CsvFormat(List.of());
        for (ScanRecord record : Records.randomWithBanners(51, 1000)) {
            String line = Records.text(format, record);
            List<String> cells = cells(line);
            assertEquals(Field.values().length, cells.size(), line);
            assertEquals(record.address().toText(), cells.get(0));
            assertEquals(Integer.toString(record.port()), cells.get(1));
        }
    }

    /** The slow way of RFC 4180, for one line. */
    private static List<String> cells(String line) {
        assertEquals(line.length() - 2, line.indexOf("\r\n"), line);
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean isQuoted = false;
        for (char each : line.substring(0, line.length() - 2).toCharArray()) {
            if (each == '"') {
                isQuoted = !isQuoted;
            } else if (each == ',' && !isQuoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(each);
            }
        }
        assertFalse(isQuoted, line);
        cells.add(cell.toString());
        return cells;
    }
}
