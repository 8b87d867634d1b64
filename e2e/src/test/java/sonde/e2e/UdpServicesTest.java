// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Real servers over UDP in one scan of both families: each is found open and named rightly, and
 * what its own client is told is in the banner.
 */
@Tag("e2e")
class UdpServicesTest {

    private static final String IPV4 = "198.18.64.2";
    private static final String IPV6 = DualStack.PEER_ADDRESS;
    private static final int CLOSED_PORT = 9;

    private static Lab lab;
    private static SondeResult result;
    private static List<Reported> reported;
    private static List<Banner> banners;

    @BeforeAll
    static void scanOnce() {
        Require.rootAnd("jq", "ss", "openssl", "curl", "dig", "snmpget");
        List<UdpService> installed =
                UdpService.all().stream().filter(UdpService::isInstalled).toList();
        lab = Lab.onLink("198.18.1.0/24");
        DualStack.addTo(lab);
        installed.forEach(service -> service.start(lab, lab.peer()));
        UdpServers.awaitPorts(
                lab.peer(), installed.stream().map(UdpService::port).collect(Collectors.toSet()));
        installed.forEach(UdpServicesTest::awaitAnswer);
        Path lines = lab.file("services.ndjson");
        String ports =
                installed.stream()
                        .map(service -> "U:" + service.port())
                        .collect(Collectors.joining(","));
        result =
                lab.run(
                        IPV4,
                        IPV6,
                        "-p" + ports + ",U:" + CLOSED_PORT,
                        "--show",
                        "closed",
                        "--rate",
                        "500",
                        "--wait",
                        "3",
                        "-oD",
                        lines.toString());
        assertEquals(0, result.exitCode(), result::story);
        reported = Reported.inLines(lines);
        banners = Banner.inLines(lines);
    }

    /** Some have their socket before they know what to say. */
    private static void awaitAnswer(UdpService service) {
        if (service.server().equals("avahi")) {
            Await.until(
                    Duration.ofSeconds(10),
                    "avahi has a service to tell of",
                    () -> UdpServers.said(lab, "avahi").contains("startup complete"));
        }
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    static List<UdpService> services() {
        return UdpService.all();
    }

    @ParameterizedTest
    @MethodSource("services")
    void saysOverIpv4WhatItsClientHears(UdpService service) {
        assertTold(service, IPV4);
    }

    @ParameterizedTest
    @MethodSource("services")
    void saysOverIpv6WhatItsClientHears(UdpService service) {
        assertTold(service, IPV6);
    }

    @Test
    void knowsAClosedPortByItsError() {
        Set<String> closed =
                Set.of(
                        IPV4 + " udp/" + CLOSED_PORT + " closed port-unreach 3/3",
                        IPV6 + " udp/" + CLOSED_PORT + " closed port-unreach 1/4");
        List<Reported> here = reported.stream().filter(each -> each.port() == CLOSED_PORT).toList();
        assertEquals(closed, Reported.findings(here), result::story);
        Summary.of(result);
    }

    private static void assertTold(UdpService service, String address) {
        if (!service.isInstalled()) {
            Require.skip("needs the package " + service.debianPackage());
        }
        List<Reported> here =
                reported.stream()
                        .filter(each -> each.address().equals(address))
                        .filter(each -> each.port() == service.port())
                        .toList();
        boolean answers = service.answers(address);
        String expected = address + " udp/" + service.port() + (answers ? " open" : " closed");
        assertEquals(
                List.of(expected),
                here.stream().map(Reported::verdict).toList(),
                () -> story(service));
        if (!answers) {
            return;
        }
        List<Banner> said =
                Banner.onPort(banners, service.port()).stream()
                        .filter(banner -> banner.address().equals(address))
                        .toList();
        assertTrue(
                said.stream().anyMatch(banner -> banner.label().equals(service.label())),
                () -> said + story(service));
        for (String piece : service.says(lab.scanner(), address)) {
            assertTrue(
                    said.stream().anyMatch(banner -> banner.text().contains(piece)),
                    () -> "'" + piece + "' is not in " + said + story(service));
        }
    }

    private static String story(UdpService service) {
        return "\n"
                + service
                + "\n"
                + result.story()
                + "\n--- server\n"
                + UdpServers.said(lab, service.server());
    }
}
