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
                "00000000080 | 80",
                "U:53,161 | U:53,161",
                "80,U:53,54,T:22 | 22,80,U:53-54",
                "80,U:53,U:1000-1010,S:80,I:0,O:47,T:22 | 22,80,U:53,1000-1010,S:80,I:0,O:47",
                "u:-,s:-9 | U:1-65535,S:1-9",
                "O:- | O:0-255",
                "o:-6,58- | O:0-6,58-255",
                "I:- | I:0-1",
                "i:1 | I:1"
            })
    void readsLists(String text, String expected) throws TargetSyntaxException {
        assertEquals(expected, PortParser.parse(List.of(text), "-p").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "X:1 | -p: 'X:1': unknown protocol; T: is TCP, U: UDP, S: SCTP, I: ICMP, O: another"
                        + " IP protocol",
                "O:256 | -p: 'O:256': a protocol number is at most 255",
                "O:9-8 | -p: 'O:9-8': the range runs backwards: write the lower number first",
                "O:gre | -p: 'O:gre': numbers are decimal numbers from 0 to 255, with commas"
                        + " between",
                "I:2 | -p: 'I:2': a kind of ICMP (0 echo, 1 timestamp) is at most 1",
                "U:65536 | -p: 'U:65536': a port is at most 65535",
                "U: | -p: 'U:': a port is missing",
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
        assertEquals(PortChoice.NONE, PortParser.parse(List.of(), "-p"));
    }

    @Test
    void aLetterHoldsUntilTheEndOfItsList() throws TargetSyntaxException {
        assertEquals("54,U:53", PortParser.parse(List.of("U:53", "54"), "-p").toString());
        PortChoice choice = PortParser.parse(List.of("53,T:22", "54"), "-p", PortKind.UDP);
        assertEquals("22,U:53-54", choice.toString());
    }
}
