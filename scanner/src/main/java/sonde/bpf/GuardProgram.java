// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static sonde.bpf.Condition.ABOVE;
import static sonde.bpf.Condition.AT_MOST;
import static sonde.bpf.Condition.NOT_EQUAL;
import static sonde.bpf.Register.R0;
import static sonde.bpf.Register.R1;
import static sonde.bpf.Register.R2;
import static sonde.bpf.Register.R3;
import static sonde.bpf.Register.R4;
import static sonde.bpf.Register.R6;

import sonde.sys.Bpf;
import sonde.sys.SkBuff;
import sonde.sys.Socket;

/**
 * Keeps the scan's answers from the host's network stack, which knows nothing of the probes and
 * would answer with RST. For links that receive by a tap: attached to tcx ingress by {@link
 * BpfLink#attachTcxIngress}, it sees each frame after the taps and before the stack, and drops
 * those that the {@link SteeringTable} calls ours. All others go on, to the next program there or
 * to the stack.
 */
public final class GuardProgram {

    private static final String PARSE = "parse";
    private static final String PULL = "pull";
    private static final String WHOLE = "whole";

    private GuardProgram() {}

    /** The program over a table, which must be open when it is loaded. */
    public static Program assemble(SteeringTable table) {
        Assembler program = new Assembler();
        program.move(R6, R1);
        // The driver has taken a VLAN's tag off: the packet within is of another network.
        program.load32(R2, R6, SkBuff.VLAN_PRESENT_OFFSET)
                .jumpIf32(R2, NOT_EQUAL, 0, SteeringMatch.OTHERS)
                .load32(R2, R6, SkBuff.DATA_OFFSET)
                .load32(R3, R6, SkBuff.DATA_END_OFFSET)
                .move(R0, R2)
                .add(R0, SteeringMatch.HEADERS_BYTES_MIN)
                .jumpIf(R0, ABOVE, R3, PULL)
                .load16(R4, R2, SteeringMatch.TYPE_OFFSET)
                .byteSwap16(R4)
                .jumpIf32(R4, NOT_EQUAL, Socket.ETH_P_IPV6, PARSE)
                .move(R0, R2)
                .add(R0, SteeringMatch.IPV6_HEADERS_BYTES)
                .jumpIf(R0, AT_MOST, R3, PARSE)
                .label(PULL)
                // The headers may stand apart from the memory that the program sees.
                .move(R1, R6)
                .load32(R2, R6, SkBuff.LEN_OFFSET)
                .jumpIf32(R2, AT_MOST, SteeringMatch.HEADERS_BYTES_MAX, WHOLE)
                .move(R2, SteeringMatch.HEADERS_BYTES_MAX)
                .label(WHOLE)
                .call(Bpf.BPF_FUNC_SKB_PULL_DATA)
                .jumpIf32(R0, NOT_EQUAL, 0, SteeringMatch.OTHERS)
                .load32(R2, R6, SkBuff.DATA_OFFSET)
                .load32(R3, R6, SkBuff.DATA_END_OFFSET)
                .label(PARSE);
        SteeringMatch.append(program, table);
        return program.move(R0, Bpf.TC_ACT_SHOT)
                .exit()
                .label(SteeringMatch.OTHERS)
                .move(R0, Bpf.TC_ACT_UNSPEC)
                .exit()
                .assemble("sonde_guard", Bpf.BPF_PROG_TYPE_SCHED_CLS, Bpf.BPF_TCX_INGRESS);
    }
}
