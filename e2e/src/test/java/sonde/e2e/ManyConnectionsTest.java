// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Fifty thousand connections open at once: none is lost, and memory stays within its bounds. */
@Tag("e2e")
class ManyConnectionsTest {

    private static final int COUNT = 50_000;
    private static final int COUNT_PER_PORT = COUNT / HoldingServer.PORT_COUNT;

    /** So many addresses. */
    private static final String TARGETS = "198.18.0.0-198.18.48.211";

    private static final int MEMORY_MAX_MEGABYTES = 512;

    @BeforeAll
    static void needs() {
        Require.rootAnd("jq");
    }

    @Test
    void holdsFiftyThousandConnectionsAndHearsWhatEachIsTold() {
        try (Lab lab = Lab.routed()) {
            HoldingServer.start(lab, COUNT_PER_PORT);
            Path lines = lab.file("held.ndjson");
            String words =
                    "-p RANGE --banners --max-connections COUNT --hello-timeout 90"
                            + " --connection-timeout 150 --rate 20000 -oD FILE";
            SondeResult result =
                    lab.run(
                            (TARGETS + " " + words)
                                    .replace("RANGE", HoldingServer.portRange())
                                    .replace("COUNT", Integer.toString(COUNT))
                                    .replace("FILE", lines.toString())
                                    .split(" "));
            assertEquals(0, result.exitCode(), result::story);
            List<Banner> banners = Banner.inLines(lines);
            Set<String> told = banners.stream().map(Banner::text).collect(Collectors.toSet());
            assertEquals(Set.of("SSH-2.0-one_of_" + COUNT_PER_PORT), told, result::story);
            assertEquals(COUNT, banners.size(), result::story);
            assertTrue(Summary.of(result).memoryMegabytes() <= MEMORY_MAX_MEGABYTES, result::story);
        }
    }
}
