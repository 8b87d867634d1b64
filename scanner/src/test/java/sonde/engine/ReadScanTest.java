// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.target.PortKind;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

class ReadScanTest {

    private static final String OPEN = "open tcp 80 198.18.0.2 7";
    private static final String CLOSED = "closed tcp 81 198.18.0.2 8";
    private static final String FILTERED = "filtered udp 53 198.18.0.3 9";
    private static final String NEIGHBOUR = "up arp 0 198.18.0.3 10";
    private static final String ECHO = "up icmp 0 198.18.0.3 11";
    private static final String IPV6 = "open udp 53 2001:db8::2 12";
    private static final String TITLE = "banner tcp 80 198.18.0.2 13 title Welcome";
    private static final String SSH = "banner tcp 22 2001:db8::2 14 ssh SSH-2.0";

    @TempDir Path folder;

    private final ScanOptions options = new ScanOptions();
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void writeFile() throws IOException {
        Path file = folder.resolve("in");
        List<String> lines = List.of(OPEN, CLOSED, FILTERED, NEIGHBOUR, ECHO, IPV6, TITLE, SSH);
        Files.writeString(file, String.join("\n", lines) + "\n");
        options.readFiles.add(file);
        options.outputs.add(new ScanOptions.Output("list", folder.resolve("out").toString()));
    }

    private List<String> run(Predicate<ScanRecord> filter) throws ScanException, IOException {
        ReadScan.run(
                options, InputStream.nullInputStream(), filter, new ScanListener() {}, notes::add);
        return written();
    }

    private List<String> run() throws ScanException, IOException {
        return run(record -> true);
    }

    private List<String> written() throws IOException {
        return Files.readAllLines(folder.resolve("out")).stream()
                .filter(line -> line.charAt(0) != '#')
                .toList();
    }

    @Test
    void writesWhatAScanWouldShow() throws ScanException, IOException {
        assertEquals(List.of(OPEN, NEIGHBOUR, ECHO, IPV6, TITLE, SSH), run());
        assertEquals(
                List.of(
                        "read 8 records of 1 file, wrote 6; 2 closed, filtered or the like left"
                                + " out, which --show all has"),
                notes);
    }

    @Test
    void readsStandardInputOnce() {
        options.readFiles.add(Path.of("-"));
        options.readFiles.add(Path.of("-"));
        assertRefused("only once", ScanException.Cause.INPUT);
    }

    @Test
    void emptiesNoOutputForAFileThatIsNotThere() throws ScanException, IOException {
        assertEquals(6, run().size());
        for (Path wrong : List.of(folder.resolve("none"), folder)) {
            options.readFiles.add(wrong);
            ScanException e = assertThrows(ScanException.class, this::run);
            assertTrue(String.valueOf(e.getMessage()).startsWith(wrong + ": "), e.getMessage());
            assertEquals(6, written().size());
            options.readFiles.remove(wrong);
        }
    }

    @Test
    void choosesByStatus() throws ScanException, IOException {
        options.showOpen = false;
        options.showClosed = true;
        assertEquals(List.of(CLOSED, TITLE, SSH), run());
        options.showFiltered = true;
        assertEquals(List.of(CLOSED, FILTERED, TITLE, SSH), run());
    }

    @Test
    void choosesByAddressesOfBothFamilies() throws ScanException, IOException {
        options.targets.add("198.18.0.3");
        options.targets.add("2001:db8::/64");
        assertEquals(List.of(NEIGHBOUR, ECHO, IPV6, SSH), run());
        options.exclusions.add("2001:db8::2");
        assertEquals(List.of(NEIGHBOUR, ECHO), run());
    }

    @Test
    void leavesExclusionsOutOfEverything() throws ScanException, IOException {
        options.exclusions.add("198.18.0.0/24");
        assertEquals(List.of(IPV6, SSH), run());
    }

    @Test
    void choosesByPortsAndTheirKinds() throws ScanException, IOException {
        options.ports.add("80");
        assertEquals(List.of(OPEN, TITLE), run());
        options.ports.add("U:53");
        assertEquals(List.of(OPEN, IPV6, TITLE), run());
        options.ping = true;
        options.arpScan = true;
        assertEquals(List.of(OPEN, NEIGHBOUR, ECHO, IPV6, TITLE), run());
        options.portKinds.add(PortKind.UDP);
        options.ports.clear();
        options.ports.add("80");
        options.ping = false;
        options.arpScan = false;
        assertEquals(List.of(), run());
    }

    @Test
    void choosesByServiceAndFilter() throws ScanException, IOException {
        options.bannerTypes = Set.of(Service.SSH);
        assertEquals(List.of(OPEN, NEIGHBOUR, ECHO, IPV6, SSH), run());
        assertEquals(List.of(SSH), run(record -> record.banner() != null));
    }

    @Test
    void tellsOnlyOfWhatTheStatusAloneLeavesOut() throws ScanException, IOException {
        run(record -> record.status() == Status.OPEN);
        assertEquals(List.of("read 8 records of 1 file, wrote 4"), notes);
    }

    @Test
    void readsSeveralFilesAndStandardInput() throws ScanException, IOException {
        options.readFiles.add(Path.of("-"));
        ReadScan.run(
                options,
                new ByteArrayInputStream(
                        (OPEN + "\n" + IPV6.substring(0, 20)).getBytes(StandardCharsets.UTF_8)),
                record -> true,
                new ScanListener() {},
                notes::add);
        assertEquals(7, written().size());
        assertEquals(
                List.of(
                        "-: ends within a record, which was left out: it was cut short",
                        "read 9 records of 2 files, wrote 7; 2 closed, filtered or the like left"
                                + " out, which --show all has"),
                notes);
    }

    @Test
    void refusesToWriteOverWhatItReads() throws IOException {
        options.outputs.add(new ScanOptions.Output("json", folder + "/./in"));
        assertRefused("can't be read and written at once", ScanException.Cause.INPUT);
        assertEquals(8, Files.readAllLines(folder.resolve("in")).size());
    }

    @Test
    void keepsWhatItReadBeforeAnError() throws IOException {
        options.readFiles.add(Files.writeString(folder.resolve("text"), "Lorem ipsum\n"));
        assertRefused("is in no format that can be read", ScanException.Cause.INPUT);
        assertEquals(6, written().size());
    }

    @Test
    void saysWhatCannotBe() {
        options.outputs.add(new ScanOptions.Output("json", folder.toString()));
        assertRefused("it is a directory", ScanException.Cause.OUTPUT);
        options.outputs.removeLast();
        options.targets.add("198.18.0.2");
        options.exclusions.add("198.18.0.0/24");
        assertRefused("no targets are left", ScanException.Cause.INPUT);
        options.exclusions.clear();
        options.ports.add("x");
        assertRefused("x", ScanException.Cause.INPUT);
        options.ports.clear();
        options.readFiles.add(Path.of("-"));
        options.targetFiles.add("-");
        assertRefused("can't be both results and targets", ScanException.Cause.INPUT);
    }

    private void assertRefused(String reason, ScanException.Cause cause) {
        ScanException e = assertThrows(ScanException.class, this::run);
        assertTrue(String.valueOf(e.getMessage()).contains(reason), e.getMessage());
        assertEquals(cause, e.reason());
    }
}
