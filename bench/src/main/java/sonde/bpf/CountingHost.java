// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import sonde.link.packet.Device;
import sonde.sys.CallState;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Keeps a counting program attached to an interface and says on demand what it has counted. */
final class CountingHost {

    private CountingHost() {}

    /**
     * Attaches the program, in the driver if that has XDP, and prints {@code ready}. Then prints,
     * for each line of standard input, the frames, bytes and answers so far; ends with the input.
     */
    static void serve(CallState state, String interfaceName, Program program, CpuCounters counters)
            throws Exception {
        int index = Device.find(state, interfaceName).index();
        try (LoadedProgram loaded = LoadedProgram.load(state, program);
                BpfLink link = BpfLink.attachXdp(state, loaded, index, 0);
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            assert link.fd() >= 0;
            System.out.println("ready");
            while (lines.readLine() != null) {
                System.out.println(
                        counters.sum(CpuCounters.FRAMES)
                                + " "
                                + counters.sum(CpuCounters.BYTES)
                                + " "
                                + counters.sum(CpuCounters.ANSWERED));
            }
        }
    }
}
