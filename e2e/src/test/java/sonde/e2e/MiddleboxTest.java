// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A host on which every port is open, because something else answers for it. */
@Tag("e2e")
class MiddleboxTest {

    private static final String MIDDLEBOX = "198.18.0.1";
    private static final String SERVER = "198.18.0.2";
    private static final int SILENT_PORT = HostileServer.Behaviour.SILENT.port();

    @BeforeAll
    static void needs() {
        Require.rootAnd("nginx", "nft", "jq");
    }

    @Test
    void saysThatThereIsNoServiceAndNamesTheReason() {
        try (Lab lab = Lab.routed()) {
            Nginx.start(lab, lab.peer(), "8000");
            HostileServer.start(lab);
            lab.peer()
                    .must(
                            "nft",
                            "table ip middlebox { chain divert { type nat hook prerouting priority"
                                    + " -100\n ip daddr "
                                    + MIDDLEBOX
                                    + " tcp dport 1-65535 redirect to :"
                                    + SILENT_PORT
                                    + "\n}\n}");
            Path lines = lab.file("middlebox.ndjson");
            SondeResult result =
                    lab.run(
                            MIDDLEBOX + "," + SERVER,
                            "-p8000-8005",
                            "--banners",
                            "--hello-timeout",
                            "0.3",
                            "--max-handshakes",
                            "2",
                            "--rate",
                            "1000",
                            "--wait",
                            "1",
                            "-oD",
                            lines.toString());
            assertEquals(0, result.exitCode(), result::story);
            List<Banner> banners = Banner.inLines(lines);
            List<Banner> pretended =
                    banners.stream().filter(each -> each.address().equals(MIDDLEBOX)).toList();
            assertEquals(6, pretended.size(), result::story);
            for (Banner each : pretended) {
                assertEquals("none", each.label(), result::story);
                assertEquals("every port of this host is open", each.text(), result::story);
            }
            assertEquals(Map.of(SERVER, 1L), Banner.countByAddress(banners, "http"), result::story);
            assertTrue(
                    banners.stream()
                            .noneMatch(each ->
                                    each.address().equals(SERVER) && each.label().equals("none")),
                    result::story);
        }
    }
}
