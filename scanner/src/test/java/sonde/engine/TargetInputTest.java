// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.target.DnsResolver;
import sonde.target.PortKind;
import sonde.target.PortRanges;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

class TargetInputTest {

    private final ScanOptions options = new ScanOptions();
    private final List<String> notes = new ArrayList<>();
    private final Path directory;

    TargetInputTest(@TempDir Path directory) {
        this.directory = directory;
        options.ports.add("80");
    }

    private TargetInput.Wanted read() throws ScanException {
        byte[] stdin = "198.18.3.0/30\n".getBytes(StandardCharsets.US_ASCII);
        return TargetInput.read(
                options, new ByteArrayInputStream(stdin), notes::add, new DnsResolver(), 1);
    }

    private String refusal() {
        ScanException e = assertThrows(ScanException.class, this::read);
        assertEquals(ScanException.Cause.INPUT, e.reason());
        return String.valueOf(e.getMessage());
    }

    @Test
    void leavesReservedRangesOutOfAWideScanAndSaysSo() throws ScanException {
        options.targets.add("10.0.0.0/8");
        options.targets.add("8.0.0.0/8");
        assertEquals(1L << 24, read().addresses().size());
        assertEquals(1, notes.size());
        assertTrue(notes.getFirst().contains("16777216 addresses"), notes.getFirst());
        assertTrue(notes.getFirst().contains("--include-reserved"), notes.getFirst());
    }

    @Test
    void keepsReservedRangesWhenTold() throws ScanException {
        options.targets.add("10.0.0.0/8");
        options.targets.add("8.0.0.0/8");
        options.includeReserved = true;
        assertEquals(2L << 24, read().addresses().size());
        assertEquals(List.of(), notes);
    }

    @Test
    void keepsReservedRangesInASlash8() throws ScanException {
        options.targets.add("10.0.0.0/8");
        assertEquals(1L << 24, read().addresses().size());
        assertEquals(List.of(), notes);
    }

    @Test
    void refusesWideScansOfReservedRangesAlone() {
        options.targets.add("10.0.0.0/8");
        options.targets.add("127.0.0.0/8");
        assertTrue(refusal().contains("--include-reserved"));
    }

    @Test
    void refusesTheInternetWithoutAnExclusion() throws ScanException {
        options.targets.add("0.0.0.0/0");
        assertTrue(refusal().contains("--exclude"));
        options.exclusions.add("255.255.255.255");
        assertTrue(read().addresses().size() > 3_000_000_000L);
    }

    @Test
    void refusesWhenEverythingIsExcluded() {
        options.targets.add("198.18.0.0/24");
        options.exclusions.add("198.18.0.0/15");
        assertTrue(refusal().contains("no targets are left"));
    }

    @Test
    void namesTheFileThatCanNotBeRead() {
        String file = directory.resolve("none.txt").toString();
        options.targetFiles.add(file);
        assertEquals("-iL " + file + ": can't be read (no such file)", refusal());
        options.targetFiles.clear();
        options.targets.add("198.18.0.1");
        options.exclusionFiles.add(directory.toString());
        assertTrue(refusal().startsWith("--excludefile " + directory + ": can't be read"));
    }

    @Test
    void readsWordsFilesAndStandardInput() throws IOException, ScanException {
        Path file = directory.resolve("targets.txt");
        Files.writeString(file, "# a comment\n198.18.1.0-198.18.1.9\n\n198.18.2.1\n");
        options.targets.add("198.18.0.7");
        options.targetFiles.add(file.toString());
        options.targetFiles.add("-");
        options.exclusions.add("198.18.1.5");
        assertEquals(1 + 10 + 1 + 4 - 1, read().addresses().size());
    }

    @Test
    void refusesNoTargetsAndFilesThatNameNone() throws IOException {
        assertTrue(refusal().contains("no targets"));
        Path file = directory.resolve("empty.txt");
        Files.writeString(file, "# nobody\n");
        options.targetFiles.add(file.toString());
        assertTrue(refusal().contains(file.toString()));
    }

    @Test
    void passesOnWhatTheParserSays() {
        options.targets.add("198.18.0.0/33");
        assertTrue(refusal().contains("198.18.0.0/33"));
    }

    @Test
    void portsAreJoinedAndSubtracted() throws ScanException {
        options.targets.add("198.18.0.1");
        options.ports.add("80-89");
        options.excludedPorts.add("85-100");
        assertEquals(5, read().ports().tcp().size());
        options.excludedPorts.add("0-84");
        assertTrue(refusal().contains("--exclude-ports"));
        options.ports.clear();
        options.excludedPorts.clear();
        options.topPorts = OptionalInt.of(10);
        assertEquals(10, read().ports().tcp().size());
    }

    @Test
    void portsMeanWhatTheUserChoseUnlessTheySay() throws ScanException {
        options.targets.add("198.18.0.1");
        options.ports.add("U:53,S:132");
        assertEquals(PortRanges.of(80, 80), read().ports().tcp());
        assertEquals(PortRanges.of(53, 53), read().ports().udp());
        assertEquals(PortRanges.of(132, 132), read().ports().sctp());
        options.portKinds.add(PortKind.UDP);
        assertEquals(0, read().ports().tcp().size());
        assertEquals(2, read().ports().udp().size());
        options.portKinds.add(PortKind.TCP);
        assertEquals(PortRanges.of(80, 80), read().ports().tcp());
        assertEquals(2, read().ports().udp().size());
    }

    @Test
    void theMostCommonPortsAreThoseOfTheChosenProtocols() throws ScanException {
        options.targets.add("198.18.0.1");
        options.ports.clear();
        options.topPorts = OptionalInt.of(3);
        assertEquals(3, read().ports().tcp().size());
        assertEquals(0, read().ports().udp().size());
        options.portKinds.add(PortKind.UDP);
        assertEquals(0, read().ports().tcp().size());
        assertEquals(3, read().ports().udp().size());
    }

    @Test
    void pingsCountAsPorts() throws ScanException {
        options.targets.add("198.18.0.1");
        options.ports.clear();
        options.ping = true;
        assertTrue(read().ports().hasIcmpEcho());
        assertEquals(1, read().ports().size());
        options.ping = false;
        options.arpScan = true;
        assertTrue(read().ports().isEmpty());
    }

    @Test
    void readsBothFamiliesTogether() throws ScanException {
        options.targets.add("198.18.0.0/30");
        options.targets.add("2001:db8::/120");
        options.exclusions.add("2001:db8::10");
        assertEquals(4, read().addresses().ipv4().size());
        assertEquals(255, read().addresses().ipv6().size());
    }

    @Test
    void refusesNetworksThatNobodyGetsThrough() throws ScanException {
        options.targets.add("2001:db8::/64");
        assertTrue(refusal().contains("--ipv6-iid"));
        options.ipv6Patterns = "low-byte";
        assertTrue(read().addresses().ipv6().size() > 0);
        options.ipv6Patterns = "nonsense";
        assertTrue(refusal().contains("nonsense"));
    }

    @Test
    void patternsOfOneSeedAreTheSame() throws ScanException {
        options.targets.add("2001:db8::/64");
        options.ipv6Patterns = "random:16";
        assertEquals(16, read().addresses().ipv6().size());
        assertEquals(read().addresses().ipv6(), read().addresses().ipv6());
    }
}
