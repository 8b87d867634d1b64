// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class PortParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "80 | 80",
                "443,80 | 80,443",
                "80 443 | 80,443",
                "8000-8002,80, 81 | 80-81,8000-8002",
                "- | 1-65535",
                "-1024 | 1-1024",
                "65000- | 65000-65535",
                "0 | 0",
                "0-3 | 0-3",
                "-,0 | 0-65535",
                "T:80,443 | 80,443",
                "t:80,T:- | 1-65535",
                "010 | 10",
                "65535 | 65535",
                "00000000080 | 80"
            })
    void readsLists(String text, String expected) throws TargetSyntaxException {
        assertEquals(expected, PortParser.parse(List.of(text), "-p").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "U:53 | -p: 'U:53': UDP ports (U:53) are not supported yet; TCP only",
                "80,u:53,54 | -p: 'u:53': UDP ports (u:53) are not supported yet; TCP only",
                "S:36412 | -p: 'S:36412': SCTP ports (S:36412) are not supported yet; TCP only",
                "O:47 | -p: 'O:47': IP protocols (O:47) are not supported yet; TCP only",
                "I:0 | -p: 'I:0': ICMP (I:0) is not supported yet; TCP only",
                "X:1 | -p: 'X:1': unknown protocol; TCP only, as in T:80 or 80",
                "0x50 | -p: '0x50': ports are decimal numbers from 0 to 65535, with commas between",
                "http | -p: 'http': ports are decimal numbers from 0 to 65535, with commas between",
                "80;443 | -p: '80;443': ports are decimal numbers from 0 to 65535, with commas"
                        + " between",
                "1-2-3 | -p: '1-2-3': ports are decimal numbers from 0 to 65535, with commas"
                        + " between",
                "65536 | -p: '65536': a port is at most 65535",
                "99999999999999999999 | -p: '99999999999999999999': a port is at most 65535",
                "443-80 | -p: '443-80': the range runs backwards: write the lower port first",
                "-0 | -p: '-0': the range runs backwards: write the lower port first",
                "T: | -p: 'T:': a port is missing",
                "80,, | 80",
                "\"\" | -p: '': no ports; write for instance 80,8000-8100",
                "\", ,\" | -p: ', ,': no ports; write for instance 80,8000-8100"
            })
    void saysWhatIsWrong(String text, String message) throws TargetSyntaxException {
        if (!message.startsWith("-p")) {
            assertEquals(message, PortParser.parse(List.of(text), "-p").toString());
            return;
        }
        Exception e =
                assertThrows(
                        TargetSyntaxException.class, () -> PortParser.parse(List.of(text), "-p"));
        assertEquals(message, e.getMessage());
    }

    @Test
    void columnPointsAtTheItem() {
        TargetSyntaxException e =
                assertThrows(
                        TargetSyntaxException.class,
                        () -> PortParser.parse(List.of("80, http"), "-p"));
        assertEquals(5, e.column());
    }

    @Test
    void listsAddUpAndNoListIsNoPort() throws TargetSyntaxException {
        assertEquals("80,443", PortParser.parse(List.of("80", "443"), "-p").toString());
        assertEquals(PortRanges.NONE, PortParser.parse(List.of(), "-p"));
    }
}
