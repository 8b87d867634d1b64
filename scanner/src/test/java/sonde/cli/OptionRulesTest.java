// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class OptionRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rate 100 --bandwidth 10M | --rate and --bandwidth both say how fast; give one of"
                        + " them",
                "--nostatus --status-json | --nostatus leaves --status-json nothing to show; give"
                        + " one of them",
                "--link ip --router-mac 02:00:5e:10:00:01 | --link ip has no Ethernet addresses;"
                        + " leave out --source-mac and --router-mac",
                "-oL - --interactive | --interactive and an output to - would mix on standard"
                        + " output; give one of them",
                "-oL x -oJ x | two outputs go to \"x\"; give each its own",
                "-oL x --pcap x | two outputs go to \"x\"; give each its own",
                "--noshow all | --noshow leaves nothing to report; show something: --show closed",
                "--fields ip -oL x | --fields chooses what json, ndjson and csv write; add one of"
                        + " them, such as -oD FILE",
                "--redis-pwd x -oL x | --redis-pwd: no server is named; add --redis HOST[:PORT]",
                "--group --append-output | --group and --append-output: a host may be in the file"
                        + " already; give one of them",
                "--group -oL x | --group brings a host's results together in xml, json and"
                        + " grepable; add one of them, such as -oX FILE",
                "--group --output-format csv --output-filename x | --group brings a host's results"
                        + " together in xml, json and grepable; add one of them, such as -oX FILE",
                "--group --fields ip,port -oJ x -oX y | --group and --fields: json of chosen fields"
                        + " has an object a result; leave out one of them, or write -oD FILE in"
                        + " place of json",
                "--rotate hourly | --rotate puts files aside, and no output is one; add such as -oJ"
                        + " FILE",
                "--rotate hourly -oJ - | --rotate puts files aside, and no output is one; add such"
                        + " as -oJ FILE",
                "--rotate-dir x -oJ y | --rotate-dir and --rotate-offset: no file is put aside"
                        + " without; add --rotate TIME or --rotate-size SIZE",
                "--checkpoint x --no-checkpoint | --checkpoint and --no-checkpoint contradict each"
                        + " other; give one of them",
                "-oR | results are to go to Redis, but to which server? Give --redis HOST[:PORT]",
                "--output-format redis | results are to go to Redis, but to which server? Give"
                        + " --redis HOST[:PORT]",
                "-oL - --output-format json | two outputs go to \"-\"; give each its own",
                "-oL - -oJ /dev/stdout | two outputs go to \"-\"; give each its own",
                "-oA x -oJ x.json | two outputs go to \"x.json\"; give each its own",
            })
    void refusesContradictions(String words, String message) {
        UsageException e =
                assertThrows(
                        UsageException.class, () -> CommandLineTest.scan(words.split(" ", -1)));
        assertEquals(message, e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--link memory -e eth0",
                "--offline",
                "--offline --link memory",
                "--shard 1/1",
                "--shard 2/2 --seed 1",
                "--shard 2/2",
                "--resume-index 5",
                "--resume-count 5",
                "-oL /dev/null -oJ /dev/null",
                "-sL",
                "--fields ip,port -oL x -oD y",
                "--group -oG x",
                "--group --fields ip,port -oX x -oD y",
                "--redis h --output-format redis-stream",
                "--rotate 0 --rotate-dir . -oL x",
                "--rotate 10min --rotate-dir z -oL x -oD -",
                "--show closed --noshow open",
                "--output-format none",
            })
    void allowsTheRest(String words) {
        assertDoesNotThrow(() -> CommandLineTest.scan(words.split(" ", -1)));
    }

    @Test
    void wantsTargetsAndPorts() {
        UsageException noTargets =
                assertThrows(UsageException.class, () -> CommandLine.parse(List.of("-p80"), 0));
        assertEquals(
                "no targets: give addresses, ranges or host names, or a file with -iL FILE",
                noTargets.getMessage());
        UsageException noPorts =
                assertThrows(
                        UsageException.class, () -> CommandLine.parse(List.of("198.18.0.1"), 0));
        assertEquals(
                "no ports: give -p PORTS, such as -p 80,443,U:53, or --top-ports, or --ping",
                noPorts.getMessage());
        assertDoesNotThrow(() -> CommandLine.parse(List.of("--ping", "198.18.0.1"), 0));
        assertDoesNotThrow(() -> CommandLine.parse(List.of("--arpscan", "198.18.0.1"), 0));
        assertDoesNotThrow(() -> CommandLine.parse(List.of("-sL", "198.18.0.1"), 0));
        assertDoesNotThrow(() -> CommandLine.parse(List.of("--readrange", "198.18.0.1"), 0));
        assertDoesNotThrow(() -> CommandLine.parse(List.of("--readscan", "x"), 0));
        assertDoesNotThrow(() -> CommandLine.parse(List.of("--banners", "--readscan", "x"), 0));
        assertDoesNotThrow(() -> CommandLine.parse(List.of("--iflist"), 0));
        assertDoesNotThrow(() -> CommandLine.parse(List.of("--echo"), 0));
    }
}
