// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Real servers, each on its usual port and on one where nobody expects it, in one scan: what runs
 * there is named rightly, and what the server says of itself is in the banner.
 */
@Tag("e2e")
class ServicesTest {

    private static final String TARGET = "198.18.0.1";

    private static Lab lab;
    private static SondeResult result;
    private static List<Banner> banners;

    @BeforeAll
    static void scanOnce() {
        Require.rootAnd("jq", "ss", "openssl", "setpriv");
        List<Servers.Service> installed =
                Servers.all().stream().filter(Servers.Service::isInstalled).toList();
        lab = Lab.routed();
        // dnsmasq answers on an interface's own addresses only.
        lab.peer().ip("address", "add", TARGET + "/32", "dev", "lo");
        Servers.start(lab, lab.peer(), installed);
        Path lines = lab.file("banners.ndjson");
        Path json = lab.file("banners.json");
        String ports =
                Servers.ports(installed).stream()
                        .map(Object::toString)
                        .collect(Collectors.joining(","));
        result =
                lab.run(
                        TARGET,
                        "-p" + ports,
                        "--rate",
                        "1000",
                        "--banners",
                        "--max-handshakes",
                        "9",
                        "-oD",
                        lines.toString(),
                        "-oJ",
                        json.toString());
        assertEquals(0, result.exitCode(), result::story);
        banners = Banner.inLines(lines);
        assertEquals(Json.lineCount(lines), Json.recordCount(json), result::story);
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    static List<Servers.Service> services() {
        return Servers.all();
    }

    @ParameterizedTest
    @MethodSource("services")
    void isNamedRightlyOnItsUsualPort(Servers.Service service) {
        assertNamed(service, service.usualPort());
    }

    @ParameterizedTest
    @MethodSource("services")
    void isNamedRightlyOnAnUnexpectedPort(Servers.Service service) {
        assertNamed(service, service.oddPort());
    }

    private static void assertNamed(Servers.Service service, int port) {
        if (!service.isInstalled()) {
            Require.skip("needs the package " + service.debianPackage());
        }
        List<Banner> here = Banner.onPort(banners, port);
        Set<String> labels = here.stream().map(Banner::label).collect(Collectors.toSet());
        assertTrue(labels.contains(service.label()), () -> story(service, here));
        Set<String> wrong = new TreeSet<>(labels);
        wrong.retainAll(labelsOfOthers(service));
        assertEquals(Set.of(), wrong, () -> story(service, here));
        String says = Servers.says(service.server());
        assertTrue(
                here.stream().anyMatch(banner -> banner.text().contains(says)),
                () -> "'" + says + "' " + story(service, here));
    }

    /** Whatever a service is, it may have been reached by way of TLS. */
    private static Set<String> labelsOfOthers(Servers.Service service) {
        Set<String> others = new TreeSet<>(Set.of("unknown"));
        Servers.all().forEach(each -> others.add(each.label()));
        List.of(service.label(), service.inside(), "ssl").forEach(others::remove);
        return others;
    }

    private static String story(Servers.Service service, List<Banner> here) {
        return service
                + " was named "
                + here
                + "\n"
                + result.story()
                + "\n--- server\n"
                + Servers.said(lab, service.server());
    }
}
