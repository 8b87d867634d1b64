// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static sonde.bpf.Condition.ABOVE;
import static sonde.bpf.Condition.AT_MOST;
import static sonde.bpf.Condition.BELOW;
import static sonde.bpf.Condition.EQUAL;
import static sonde.bpf.Register.R0;
import static sonde.bpf.Register.R1;
import static sonde.bpf.Register.R2;
import static sonde.bpf.Register.R3;
import static sonde.bpf.Register.R4;
import static sonde.bpf.Register.R5;
import static sonde.bpf.Register.R6;
import static sonde.bpf.Register.R7;

import sonde.sys.Bpf;
import sonde.sys.XdpMd;

/**
 * Sonde's program of type XDP, attached to the interface it scans by.
 *
 * <p><b>Receiving.</b> A frame that the {@link SteeringTable} calls ours goes to the AF_XDP socket
 * of its receive queue, or on to the host when there is none; all others go on to the host. So the
 * host's network stack never sees an answer and sends no RST, and its own traffic is undisturbed.
 *
 * <p><b>Transmitting</b>, with a {@link LiveArea}. {@link LoadedProgram#testRunLive} has the kernel
 * make frames and run the program over each. Those come from the loopback interface, which no frame
 * of the interface's own does. The program fills one with the next frame of the agent's area, the
 * agent told by the size of its metadata, and redirects it out of the interface. Every byte is
 * written each time, because the kernel uses a frame's page again as the last receiver left it.
 *
 * <p>Both halves are one program because such runs are fast only for a program that is attached.
 */
public final class SteeringProgram {

    /** The loopback interface of every network namespace, {@code net/flow.h}. */
    private static final int LOOPBACK_IFINDEX = 1;

    private static final String TRANSMIT = "transmit";
    private static final String COPY = "copy";
    private static final String COPIED = "copied";
    private static final String DROP = "drop";

    private SteeringProgram() {}

    /**
     * The receiving half alone.
     *
     * @param table which frames are ours
     * @param sockets where they go, by receive queue
     */
    public static Program receiving(SteeringTable table, BpfMap sockets) {
        Assembler program = new Assembler().move(R6, R1);
        appendReceive(program, table, sockets);
        return program.assemble("sonde_receive", Bpf.BPF_PROG_TYPE_XDP, Bpf.BPF_XDP);
    }

    /**
     * Both halves.
     *
     * @param table which frames are ours
     * @param sockets where they go, by receive queue
     * @param live where frames to send stand
     * @param interfaceIndex of the interface they leave by, which can't be the loopback interface
     */
    public static Program receivingAndTransmitting(
            SteeringTable table, BpfMap sockets, LiveArea live, int interfaceIndex) {
        if (interfaceIndex <= LOOPBACK_IFINDEX) {
            throw new IllegalArgumentException(
                    "interface " + interfaceIndex + ", must be above " + LOOPBACK_IFINDEX);
        }
        Assembler program = new Assembler().move(R6, R1);
        program.load32(R2, R6, XdpMd.INGRESS_IFINDEX_OFFSET)
                .jumpIf32(R2, EQUAL, LOOPBACK_IFINDEX, TRANSMIT);
        appendReceive(program, table, sockets);
        program.label(TRANSMIT);
        appendTransmit(program, live, interfaceIndex);
        return program.assemble("sonde_steer", Bpf.BPF_PROG_TYPE_XDP, Bpf.BPF_XDP);
    }

    private static void appendReceive(Assembler program, SteeringTable table, BpfMap sockets) {
        program.load32(R2, R6, XdpMd.DATA_OFFSET).load32(R3, R6, XdpMd.DATA_END_OFFSET);
        SteeringMatch.append(program, table);
        program.loadMapFd(R1, sockets)
                .load32(R2, R6, XdpMd.RX_QUEUE_INDEX_OFFSET)
                // What the call returns when the queue has no socket.
                .move(R3, Bpf.XDP_PASS)
                .call(Bpf.BPF_FUNC_REDIRECT_MAP)
                .exit()
                .label(SteeringMatch.OTHERS)
                .move(R0, Bpf.XDP_PASS)
                .exit();
    }

    private static void appendTransmit(Assembler program, LiveArea live, int interfaceIndex) {
        program.load32(R2, R6, XdpMd.DATA_OFFSET)
                .load32(R3, R6, XdpMd.DATA_END_OFFSET)
                .move(R4, R2)
                .add(R4, live.strideBytes())
                .jumpIf(R4, BELOW, R3, DROP);
        appendTake(program, live);
        program.label(COPY);
        appendCopy(program, live.strideBytes());
        program.label(COPIED)
                .move(R1, interfaceIndex)
                .move(R2, 0)
                .call(Bpf.BPF_FUNC_REDIRECT)
                .exit()
                .label(DROP)
                .move(R0, Bpf.XDP_DROP)
                .exit();
    }

    /**
     * Finds the agent by the metadata before the frame in R2, takes the next of its slots and
     * leaves that in R7. Each agent has code of its own, so that each adds to one pointer alone:
     * otherwise the verifier wants CAP_PERFMON.
     */
    private static void appendTake(Assembler program, LiveArea live) {
        int strideShift = Integer.numberOfTrailingZeros(live.strideBytes());
        program.load32(R4, R6, XdpMd.DATA_META_OFFSET);
        for (int agent = 0; agent < live.agentCount(); agent++) {
            boolean isLast = agent == live.agentCount() - 1;
            String other = isLast ? DROP : "agent " + (agent + 1);
            // The metadata is at least 4 * agent bytes long, else an agent before was found.
            program.add(R4, LiveArea.metadataBytes(1))
                    .jumpIf(R4, AT_MOST, R2, other)
                    .loadMapValue(R7, live.bpfMap(), live.areaOffset(agent))
                    .load64(R5, R7, LiveArea.NEXT_OFFSET)
                    .move(R0, R5)
                    .add(R0, 1)
                    .store64(R7, LiveArea.NEXT_OFFSET, R0)
                    .and(R5, LiveArea.SLOTS - 1)
                    .shiftLeft(R5, strideShift)
                    .add(R7, (int) LiveArea.SLOTS_OFFSET)
                    .add(R7, R5)
                    .jump(COPY);
            if (!isLast) {
                program.label(other);
            }
        }
    }

    /**
     * Copies from the slot in R7 to the frame in R2 up to its end in R3: for each power of two from
     * the stride down, a block of that length if the frame has as much left.
     */
    private static void appendCopy(Assembler program, int strideBytes) {
        for (int block = strideBytes; block > 0; block /= 2) {
            String smaller = block == 1 ? COPIED : "copy below " + block;
            program.move(R4, R2).add(R4, block).jumpIf(R4, ABOVE, R3, smaller);
            appendBlock(program, block);
            if (block == strideBytes) {
                program.jump(COPIED);
            } else {
                program.move(R2, R4).add(R7, block);
            }
            if (block > 1) {
                program.label(smaller);
            }
        }
    }

    private static void appendBlock(Assembler program, int block) {
        switch (block) {
            case 1 -> program.load8(R5, R7, 0).store8(R2, 0, R5);
            case 2 -> program.load16(R5, R7, 0).store16(R2, 0, R5);
            case 4 -> program.load32(R5, R7, 0).store32(R2, 0, R5);
            default -> {
                for (int i = 0; i < block; i += Long.BYTES) {
                    program.load64(R5, R7, i).store64(R2, i, R5);
                }
            }
        }
    }
}
