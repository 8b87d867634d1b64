// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static sonde.bpf.Condition.ABOVE;
import static sonde.bpf.Condition.ANY_BIT;
import static sonde.bpf.Condition.NOT_EQUAL;
import static sonde.bpf.Register.R0;
import static sonde.bpf.Register.R1;
import static sonde.bpf.Register.R2;
import static sonde.bpf.Register.R3;
import static sonde.bpf.Register.R4;
import static sonde.bpf.Register.R5;
import static sonde.bpf.Register.R6;
import static sonde.bpf.Register.R7;
import static sonde.bpf.Register.R8;
import static sonde.bpf.Register.R9;

import sonde.sys.Bpf;
import sonde.sys.CallState;
import sonde.sys.Socket;
import sonde.sys.XdpMd;

/**
 * The far end of a measurement in both directions: an XDP program that answers one TCP SYN of N
 * with a SYN-ACK, made of the SYN in place, and drops all else. Which ones, the low bits of the
 * sequence number say: the same every time, and spread evenly over Sonde's probes.
 *
 * <pre>
 * ip netns exec FAR java -cp bench/target/benchmarks.jar --enable-native-access=ALL-UNNAMED \
 *     sonde.bpf.XdpResponder INTERFACE N
 * </pre>
 *
 * <p>Prints {@code ready}, then for each line of standard input the frames, bytes and answers so
 * far. It answers no ARP, and expects checksums that are complete: those of a host's own stack are
 * on a virtual pair only after {@code ethtool -K NEAR tx off}. On a virtual pair the other end
 * needs an XDP program too, as Sonde has one there: without, the answers are counted and never
 * arrive.
 */
public final class XdpResponder {

    private static final String DROP = "drop";

    private static final int IP = 14;
    private static final int TCP = IP + 20;
    private static final int HEADERS_END = TCP + 20;
    private static final int ETHERNET_TYPE = 12;
    private static final int IP_FRAGMENT = IP + 6;
    private static final int IP_PROTOCOL = IP + 9;
    private static final int IP_SOURCE = IP + 12;
    private static final int IP_DESTINATION = IP + 16;
    private static final int TCP_SEQUENCE = TCP + 4;
    private static final int TCP_ACKNOWLEDGMENT = TCP + 8;

    /** The header's length and the flags. */
    private static final int TCP_FLAGS_WORD = TCP + 12;

    private static final int TCP_FLAGS = TCP + 13;
    private static final int TCP_CHECKSUM = TCP + 16;

    private static final int IP_FRAGMENT_MASK = 0x3fff;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;

    /** What the answers begin to count from; any number does. */
    private static final int SEQUENCE = 0x50DE50DE;

    private static final long LOW_32 = 0xffffffffL;

    private XdpResponder() {}

    /** Takes the name of the interface and N, a power of two. */
    public static void main(String[] args) throws Exception {
        int oneIn = Integer.parseInt(args[1]);
        if (Integer.bitCount(oneIn) != 1 || oneIn < 0) {
            throw new IllegalArgumentException("one in " + oneIn + ", must be a power of two");
        }
        CallState state = new CallState();
        try (CpuCounters counters = new CpuCounters(state)) {
            CountingHost.serve(state, args[0], assemble(counters, oneIn), counters);
        }
    }

    private static Program assemble(CpuCounters counters, int oneIn) {
        Assembler program = counters.begin();
        appendChoice(program, oneIn);
        appendNumbers(program);
        appendSwaps(program);
        return program.load64(R1, R9, CpuCounters.ANSWERED)
                .add(R1, 1)
                .store64(R9, CpuCounters.ANSWERED, R1)
                .move(R0, Bpf.XDP_TX)
                .exit()
                .label(DROP)
                .move(R0, Bpf.XDP_DROP)
                .exit()
                .assemble("responder", Bpf.BPF_PROG_TYPE_XDP, Bpf.BPF_XDP);
    }

    /** Leaves the frame in R2 and the SYN's sequence number in R7, in host order. */
    private static void appendChoice(Assembler program, int oneIn) {
        program.load32(R2, R6, XdpMd.DATA_OFFSET)
                .load32(R3, R6, XdpMd.DATA_END_OFFSET)
                .move(R4, R2)
                .add(R4, HEADERS_END)
                .jumpIf(R4, ABOVE, R3, DROP)
                .load16(R4, R2, ETHERNET_TYPE)
                .byteSwap16(R4)
                .jumpIf32(R4, NOT_EQUAL, Socket.ETH_P_IP, DROP)
                .load8(R4, R2, IP)
                .jumpIf32(R4, NOT_EQUAL, 0x45, DROP)
                .load16(R4, R2, IP_FRAGMENT)
                .byteSwap16(R4)
                .jumpIf32(R4, ANY_BIT, IP_FRAGMENT_MASK, DROP)
                .load8(R4, R2, IP_PROTOCOL)
                .jumpIf32(R4, NOT_EQUAL, Socket.IPPROTO_TCP, DROP)
                .load8(R4, R2, TCP_FLAGS)
                .jumpIf32(R4, NOT_EQUAL, SYN, DROP)
                .load32(R7, R2, TCP_SEQUENCE)
                .byteSwap32(R7);
        if (oneIn > 1) {
            program.jumpIf32(R7, ANY_BIT, oneIn - 1, DROP);
        }
    }

    /**
     * Sequence and acknowledgment numbers, flags and the checksum, changed by what they change (RFC
     * 1624): words are summed as they lie in memory, which gives the checksum as it lies there. R5
     * sums, R8 inverts.
     */
    private static void appendNumbers(Assembler program) {
        program.move64(R8, LOW_32)
                .load16(R5, R2, TCP_CHECKSUM)
                .exclusiveOr(R5, R8)
                .load32(R4, R2, TCP_SEQUENCE)
                .exclusiveOr(R4, R8)
                .add(R5, R4)
                .load32(R4, R2, TCP_ACKNOWLEDGMENT)
                .exclusiveOr(R4, R8)
                .add(R5, R4)
                .load16(R4, R2, TCP_FLAGS_WORD)
                .exclusiveOr(R4, R8)
                .add(R5, R4)
                .add(R7, 1)
                .byteSwap32(R7)
                .store32(R2, TCP_ACKNOWLEDGMENT, R7)
                .add(R5, R7)
                .move32(R4, SEQUENCE)
                .store32(R2, TCP_SEQUENCE, R4)
                .add(R5, R4)
                .storeImmediate8(R2, TCP_FLAGS, SYN_ACK)
                .load16(R4, R2, TCP_FLAGS_WORD)
                .add(R5, R4);
        for (int bits : new int[] {32, 16, 16, 16}) {
            program.move(R4, R5).shiftRight(R4, bits);
            if (bits == 32) {
                program.and(R5, R8);
            } else {
                program.and(R5, 0xffff);
            }
            program.add(R5, R4);
        }
        program.exclusiveOr(R5, 0xffff).store16(R2, TCP_CHECKSUM, R5);
    }

    /** Addresses and ports change places, which no checksum notices. */
    private static void appendSwaps(Assembler program) {
        appendSwap32(program, 0, 6);
        appendSwap16(program, 4, 10);
        appendSwap32(program, IP_SOURCE, IP_DESTINATION);
        appendSwap16(program, TCP, TCP + 2);
    }

    private static void appendSwap32(Assembler program, int left, int right) {
        program.load32(R4, R2, left)
                .load32(R5, R2, right)
                .store32(R2, left, R5)
                .store32(R2, right, R4);
    }

    private static void appendSwap16(Assembler program, int left, int right) {
        program.load16(R4, R2, left)
                .load16(R5, R2, right)
                .store16(R2, left, R5)
                .store16(R2, right, R4);
    }
}
