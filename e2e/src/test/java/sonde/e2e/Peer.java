// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A program that answers every SYN that reaches an interface, as well or as badly as it is told. It
 * runs as a process of its own, in the namespace of the interface, and ends with the lab.
 */
final class Peer {

    /** How it answers. */
    enum Behaviour {
        /** One SYN-ACK each. */
        HONEST,
        /** RST to each: with ack = seq + 1 on even ports, with ack = seq on odd ones. */
        RESETS,
        /** Forged and broken answers only. */
        LIES,
        /** Five true SYN-ACKs each among forged ones, out of order. */
        NOISE
    }

    private static final int ETHERNET_BYTES = 14;
    private static final int COPIES = 5;

    /** Frames of so many probes are shuffled together. */
    private static final int SHUFFLED_PROBES = 16;

    private Peer() {}

    /**
     * Starts it on a packet socket ({@code packet}) or a tun device of its own making ({@code
     * tun}).
     */
    static void start(Lab lab, Namespace namespace, String kind, String link, Behaviour behaviour) {
        JavaProgram.start(lab, namespace, Peer.class, kind, link, behaviour.name());
    }

    /** Answers until it is killed. */
    public static void main(String[] arguments) throws Throwable {
        boolean tun = arguments[0].equals("tun");
        RawDevice device = tun ? RawDevice.tun(arguments[1]) : RawDevice.packet(arguments[1]);
        int ipOffset = tun ? 0 : ETHERNET_BYTES;
        Behaviour behaviour = Behaviour.valueOf(arguments[2]);
        Random random = new Random(1);
        List<byte[]> held = new ArrayList<>();
        int heldProbes = 0;
        JavaProgram.sayReady();
        while (true) {
            byte[] probe = device.read();
            if (!Answer.isProbe(probe, ipOffset)) {
                if (probe.length == 0) {
                    Await.pause(1);
                }
                continue;
            }
            held.addAll(answers(probe, ipOffset, behaviour));
            heldProbes++;
            if (behaviour != Behaviour.NOISE || heldProbes == SHUFFLED_PROBES) {
                Collections.shuffle(held, random);
                for (byte[] frame : held) {
                    device.write(frame);
                }
                held.clear();
                heldProbes = 0;
            }
        }
    }

    private static List<byte[]> answers(byte[] probe, int ipOffset, Behaviour behaviour) {
        Answer truth = new Answer(probe, ipOffset);
        return switch (behaviour) {
            case HONEST -> List.of(truth.frame());
            case RESETS -> List.of(reset(probe, ipOffset));
            case LIES -> lies(probe, ipOffset);
            case NOISE -> {
                List<byte[]> frames = lies(probe, ipOffset);
                frames.addAll(Collections.nCopies(COPIES, truth.frame()));
                yield frames;
            }
        };
    }

    private static byte[] reset(byte[] probe, int ipOffset) {
        Answer reset = new Answer(probe, ipOffset).flags(Answer.RST | Answer.ACK);
        boolean oddPort = (reset.frame()[ipOffset + 21] & 1) == 1;
        return oddPort ? reset.shiftAck(-1).frame() : reset.frame();
    }

    private static List<byte[]> lies(byte[] probe, int ipOffset) {
        List<byte[]> frames = new ArrayList<>();
        for (int flags : new int[] {Answer.SYN | Answer.ACK, Answer.RST | Answer.ACK}) {
            frames.add(answer(probe, ipOffset, flags).shiftAck(1).frame());
            frames.add(answer(probe, ipOffset, flags).shiftAck(-2).frame());
            frames.add(answer(probe, ipOffset, flags).shiftAck(0x40000000).frame());
            frames.add(answer(probe, ipOffset, flags).shiftSourcePort(1).frame());
            frames.add(answer(probe, ipOffset, flags).shiftDestinationPort(1).frame());
            frames.add(answer(probe, ipOffset, flags).shiftSourceAddress(1).frame());
            frames.add(answer(probe, ipOffset, flags).shiftSourceAddress(0x00010000).frame());
            frames.add(answer(probe, ipOffset, flags).ipByte(9, 17).frame());
            frames.add(answer(probe, ipOffset, flags).ipByte(0, 0x65).frame());
            frames.add(answer(probe, ipOffset, flags).ipByte(0, 0x40).frame());
            frames.add(answer(probe, ipOffset, flags).ipByte(0, 0x4F).frame());
            frames.add(answer(probe, ipOffset, flags).ipByte(7, 0x10).frame());
            frames.add(answer(probe, ipOffset, flags).ipByte(3, 200).frame());
            frames.add(answer(probe, ipOffset, flags).ipByte(3, 30).frame());
            frames.add(answer(probe, ipOffset, flags).tcpByte(12, 0xF0).frame());
            frames.add(answer(probe, ipOffset, flags).tcpByte(12, 0x10).frame());
            for (int length : new int[] {0, 1, 19, 20, 21, 33, 39}) {
                frames.add(answer(probe, ipOffset, flags).frameCutTo(length));
            }
        }
        frames.add(answer(probe, ipOffset, Answer.SYN).frame());
        frames.add(answer(probe, ipOffset, Answer.ACK).frame());
        frames.add(answer(probe, ipOffset, 0).frame());
        return frames;
    }

    private static Answer answer(byte[] probe, int ipOffset, int flags) {
        return new Answer(probe, ipOffset).flags(flags);
    }
}
