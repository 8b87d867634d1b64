// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import sonde.engine.ScanOptions;
import sonde.target.PortKind;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

final class ProbeSetterTest {

    private static ScanOptions scan(String... words) throws UsageException {
        return CommandLineTest.scan(words);
    }

    private static String refusal(String word) {
        return String.valueOf(assertThrows(UsageException.class, () -> scan(word)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "S,TCP",
        "T,TCP",
        "U,UDP",
        "Y,SCTP",
        "Z,SCTP",
        "O,IP_PROTOCOL",
        "A,TCP",
        "F,TCP",
        "N,TCP",
        "X,TCP",
        "M,TCP"
    })
    void aLetterSaysWhatPortsMean(String letter, PortKind kind) throws UsageException {
        assertEquals(EnumSet.of(kind), scan("-s" + letter).portKinds);
        assertEquals(EnumSet.of(kind), scan("-s", letter).portKinds);
        assertEquals(EnumSet.of(kind), scan("--scan-type=" + letter).portKinds);
    }

    @ParameterizedTest
    @CsvSource({"S,2", "U,2", "A,16", "F,1", "N,0", "X,41", "M,17"})
    void aLetterSaysWhichFlagsSegmentsHave(String letter, int flags) throws UsageException {
        assertEquals(flags, scan("-s" + letter).tcpFlags);
    }

    @Test
    void lettersAreJoined() throws UsageException {
        assertEquals(
                EnumSet.of(PortKind.TCP, PortKind.UDP, PortKind.SCTP), scan("-sSUY").portKinds);
        assertEquals(EnumSet.of(PortKind.TCP, PortKind.UDP), scan("-sU", "-sS").portKinds);
        assertTrue(scan("-sn").ping);
        assertFalse(scan("-sS").ping);
    }

    @Test
    void portsOfOtherProtocolsSayWhose() throws UsageException {
        assertEquals(
                List.of("80", "U:53,161", "S:36412", "O:47"),
                scan("--udp-ports=53,161", "--sctp-ports", "36412", "--oprotos=47").ports);
    }

    @ParameterizedTest
    @CsvSource({
        "SYN,2",
        "syn,2",
        "SYNACK,18",
        "'FIN,PSH,URG',41",
        "FINPSHURG,41",
        "0,0",
        "255,255",
        "CWRECE,192",
        "rst,4"
    })
    void flagsHaveNamesOrANumber(String text, int flags) throws UsageException {
        assertEquals(flags, scan("--scanflags=" + text).tcpFlags);
    }

    @Test
    void refusesFlagsThatAreNone() {
        for (String bad : List.of("SIN", "SYN-ACK", "SYN,,ACK", ",SYN", "S", "SYNA")) {
            assertEquals(
                    "--scanflags: \""
                            + bad
                            + "\" is no list of TCP flags; give names without anything between,"
                            + " such as SYNACK, or a number from 0 to 255",
                    refusal("--scanflags=" + bad));
        }
        assertTrue(refusal("--scanflags=256").contains("out of range"));
    }

    @Test
    void vlansAreOneOrTwo() throws UsageException {
        assertEquals(List.of(7), scan("--vlan=7").vlans);
        assertEquals(List.of(100, 4094), scan("--vlan=100,4094").vlans);
        assertEquals(List.of(100, 0), scan("--adapter-vlan", "100.0").vlans);
        assertTrue(refusal("--vlan=4095").contains("out of range"));
        assertTrue(refusal("--vlan=1,2,3").contains("too many tags; give one or two"));
        assertTrue(refusal("--vlan=1,").contains("not a whole number"));
    }

    @Test
    void payloadsComeFromFiles() throws UsageException {
        ScanOptions options = scan("--payload-file=a", "--nmap-payloads", "b", "--pcap-payloads=c");
        assertEquals(Path.of("a"), options.payloadFile);
        assertEquals(Path.of("b"), options.nmapPayloads);
        assertEquals(Path.of("c"), options.pcapPayloads);
    }

    @Test
    void extrasAreThoseThatThereAre() throws UsageException {
        assertEquals(
                Set.of("ntp-control", "ntp-monlist"),
                scan("--payload-extras=NTP-monlist, ntp-control").payloadExtras);
        assertEquals(
                "--payload-extras: \"ntp\" names no such payload; give one or more of"
                        + " ntp-control, ntp-monlist with commas between",
                refusal("--payload-extras=ntp"));
    }

    @Test
    void askingIsSwitchedOnAndOff() throws UsageException {
        assertTrue(scan("--ping").ping);
        assertTrue(scan("--arpscan").arpScan);
        assertFalse(scan("--ping", "--ping=false").ping);
        assertEquals("low-byte,random:3", scan("--ipv6-iid=low-byte,random:3").ipv6Patterns);
    }

    @Test
    void sourcesAndRoutersMayBeOfBothFamilies() throws UsageException {
        ScanOptions options =
                scan(
                        "--source-ip=198.18.0.1",
                        "--source-ip=2001:db8::1",
                        "--router-ip=198.18.0.254",
                        "--router-ip=fe80::1",
                        "-e=eth0,eth1",
                        "-e=eth1");
        assertEquals(List.of("198.18.0.1", "2001:db8::1"), options.sourceIps);
        assertEquals(List.of("198.18.0.254", "fe80::1"), options.routerIps);
        assertEquals(List.of("eth0", "eth1"), options.interfaceNames);
        assertTrue(refusal("--source-ip=2001:db8::1,2001:db8::9").contains("not one range"));
    }

    @Test
    void saysWhichLettersThereAre() {
        assertEquals(
                "-s: \"Q\" is not a scan that Sonde makes; give one or more of S (TCP), U (UDP), Y"
                        + " (SCTP), O (IP protocols), A, F, N, X, M (TCP with other flags), n"
                        + " (hosts alone)",
                refusal("-sQ"));
    }

    @ParameterizedTest
    @CsvSource({
        "-sSU",
        "-sA",
        "-sX",
        "-sN",
        "--ping",
        "--arpscan",
        "--vlan=5",
        "--vlan=5,6",
        "--ipv6-iid=low-byte",
        "--payload-extras=ntp-control",
        "--scanflags=SYNACK",
        "--udp-ports=53",
        "--payload-file=x"
    })
    void isEchoedSoThatItReadsBackEqual(String word) throws Exception {
        ScanOptions options = scan(word, "--seed=1");
        String echo = OptionEcho.echo(options);
        List<String> words = new ArrayList<>();
        words.add("--echo");
        for (String line : echo.split("\n", -1)) {
            int equals = line.indexOf(" = ");
            if (!line.startsWith("#") && equals > 0) {
                words.add("--" + line.substring(0, equals) + "=" + line.substring(equals + 3));
            }
        }
        ScanOptions again = CommandLine.parse(words, 0).options();
        assertEquals(echo, OptionEcho.echo(again));
        assertEquals(options.portKinds, again.portKinds);
        assertEquals(options.tcpFlags, again.tcpFlags);
        assertEquals(options.ports, again.ports);
        assertEquals(options.vlans, again.vlans);
        assertEquals(options.payloadExtras, again.payloadExtras);
        assertEquals(options.ping, again.ping);
        assertEquals(options.arpScan, again.arpScan);
        assertEquals(options.ipv6Patterns, again.ipv6Patterns);
        assertEquals(options.payloadFile, again.payloadFile);
    }
}
