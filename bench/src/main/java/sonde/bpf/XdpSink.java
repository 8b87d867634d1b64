// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static sonde.bpf.Register.R0;

import sonde.sys.Bpf;
import sonde.sys.CallState;

/**
 * The far end of a transmit measurement: an XDP program that drops every frame of an interface and
 * counts it, which is the least that can be done with one.
 *
 * <pre>
 * ip netns exec FAR java -cp bench/target/benchmarks.jar --enable-native-access=ALL-UNNAMED \
 *     sonde.bpf.XdpSink INTERFACE
 * </pre>
 *
 * <p>Prints {@code ready}, then for each line of standard input the frames and bytes so far and a
 * 0.
 */
public final class XdpSink {

    private XdpSink() {}

    /** Takes the name of the interface. */
    public static void main(String[] args) throws Exception {
        CallState state = new CallState();
        try (CpuCounters counters = new CpuCounters(state)) {
            Program program =
                    counters.begin()
                            .move(R0, Bpf.XDP_DROP)
                            .exit()
                            .assemble("sink", Bpf.BPF_PROG_TYPE_XDP, Bpf.BPF_XDP);
            CountingHost.serve(state, args[0], program, counters);
        }
    }
}
