// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A server without a kernel below it: one address whose TCP it does itself, on each port in another
 * strange or forbidden way. It runs as a process of its own and ends with the lab.
 */
final class RawServer {

    /** How it treats a connection. */
    enum Behaviour {
        /** A greeting whose sequence numbers pass zero. */
        WRAPS(true),
        /** Each byte of the greeting in a segment of its own, the last one first. */
        BACKWARDS(true),
        /** The greeting in segments that overlap, each sent twice. */
        OVERLAPS(true),
        /** FIN before what it ends. */
        FIN_FIRST(true),
        /** The greeting together with the SYN-ACK, which it may not be. */
        EARLY(false),
        /** A greeting after RSTs whose numbers are wrong. */
        BLIND_RESETS(true),
        /** Each SYN earns a flood of SYN-ACKs, RSTs and data for connections nobody has. */
        FLOODS(true),
        /** Data far beyond the window, and none within it. */
        BEYOND(false),
        /** Nothing may be said to it, ever. */
        ZERO_WINDOW(false),
        /** It acknowledges nothing. */
        DEAF(false),
        /** It answers each segment with one that asks for an answer. */
        ACK_STORM(false);

        private final boolean isReadable;

        Behaviour(boolean isReadable) {
            this.isReadable = isReadable;
        }

        int port() {
            return FIRST_PORT + ordinal();
        }

        /** Whether RFC 9293 leaves no doubt of what has been said. */
        boolean isReadable() {
            return isReadable;
        }

        String greeting() {
            return "SSH-2.0-raw_" + name();
        }
    }

    /** Not one of the addresses for which the far side's kernel answers. */
    static final String ADDRESS = "198.18.128.1";

    static final int FIRST_PORT = 9101;

    private static final int ADDRESS_BITS = 0xC6128001;
    private static final int ETHERNET_BYTES = 14;
    private static final int SEQUENCE = 0x5EED0001;

    /** So that a greeting passes zero in its midst. */
    private static final int LATE_SEQUENCE = -8;

    private static final int FLOOD_FRAMES = 2000;

    /** Whoever answers more than that goes on for ever. */
    private static final int STORM_FRAMES_MAX = 20_000;

    private final RawDevice device;
    private final Random random = new Random(1);

    /** Greetings sent so far, by the scanner's port and ours. */
    private final Map<Integer, Integer> greeted = new HashMap<>();

    private int stormFrames;

    private RawServer(RawDevice device) {
        this.device = device;
    }

    static String portRange() {
        return FIRST_PORT + "-" + (FIRST_PORT + Behaviour.values().length - 1);
    }

    static void start(Lab lab) {
        JavaProgram.start(lab, lab.peer(), RawServer.class, Lab.PEER_LINK);
    }

    /** Answers until it is killed. */
    public static void main(String[] arguments) throws Throwable {
        RawServer server = new RawServer(RawDevice.packet(arguments[0]));
        JavaProgram.sayReady();
        while (true) {
            byte[] frame = server.device.read();
            if (frame.length == 0) {
                Await.pause(1);
            } else if (frame.length >= ETHERNET_BYTES + 40) {
                server.answer(frame);
            }
        }
    }

    private void answer(byte[] frame) throws Throwable {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        int tcp = ETHERNET_BYTES + (frame[ETHERNET_BYTES] & 0xF) * 4;
        int index = (bytes.getShort(tcp + 2) & 0xFFFF) - FIRST_PORT;
        boolean isForUs =
                bytes.getInt(ETHERNET_BYTES + 16) == ADDRESS_BITS
                        && frame[ETHERNET_BYTES + 9] == 6
                        && index >= 0
                        && index < Behaviour.values().length;
        if (!isForUs) {
            return;
        }
        Behaviour behaviour = Behaviour.values()[index];
        int flags = frame[tcp + 13] & (Answer.SYN | Answer.RST | Answer.FIN);
        if (flags == Answer.SYN) {
            welcome(frame, behaviour);
        } else if ((flags & Answer.RST) == 0) {
            int total = bytes.getShort(ETHERNET_BYTES + 2) & 0xFFFF;
            int data = ETHERNET_BYTES + total - tcp - ((frame[tcp + 12] >>> 2) & 0x3C);
            int next = bytes.getInt(tcp + 4) + data + (flags == Answer.FIN ? 1 : 0);
            goOn(frame, behaviour, next, data > 0 || flags == Answer.FIN);
        }
    }

    private static int sequence(Behaviour behaviour) {
        return behaviour == Behaviour.WRAPS ? LATE_SEQUENCE : SEQUENCE;
    }

    private void welcome(byte[] syn, Behaviour behaviour) throws Throwable {
        if (behaviour == Behaviour.FLOODS) {
            flood(syn);
        }
        String early = behaviour == Behaviour.EARLY ? behaviour.greeting() + "\r\n" : "";
        device.write(
                new Answer(syn, ETHERNET_BYTES, early.getBytes(StandardCharsets.US_ASCII))
                        .sequence(sequence(behaviour))
                        .window(behaviour == Behaviour.ZERO_WINDOW ? 0 : 64240)
                        .frame());
    }

    private void flood(byte[] syn) throws Throwable {
        for (int i = 0; i < FLOOD_FRAMES; i++) {
            int flags =
                    switch (i % 4) {
                        case 0 -> Answer.SYN | Answer.ACK;
                        case 1 -> Answer.RST | Answer.ACK;
                        case 2 -> Answer.FIN | Answer.ACK;
                        default -> Answer.PSH | Answer.ACK;
                    };
            device.write(
                    new Answer(syn, ETHERNET_BYTES, new byte[i % 4 == 3 ? 1000 : 0])
                            .flags(flags)
                            .sequence(random.nextInt())
                            .shiftAck(1 + random.nextInt(1 << 30))
                            .shiftSourcePort(i % 3)
                            .shiftSourceAddress(i % 5)
                            .frame());
        }
    }

    /** Answers a segment after the handshake; {@code next} is what it acknowledges. */
    private void goOn(byte[] frame, Behaviour behaviour, int next, boolean isToAcknowledge)
            throws Throwable {
        int base = sequence(behaviour) + 1;
        byte[] greeting = (behaviour.greeting() + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer header = ByteBuffer.wrap(frame);
        int tcp = ETHERNET_BYTES + (frame[ETHERNET_BYTES] & 0xF) * 4;
        int said = header.getInt(tcp + 8) - base;
        boolean hasAll = said >= greeting.length;
        switch (behaviour) {
            case DEAF -> {}
            case ACK_STORM -> storm(frame, next, base);
            case ZERO_WINDOW -> device.write(segment(frame, next, base).window(0).frame());
            case BEYOND -> device.write(segment(frame, next, base + (1 << 24), greeting).frame());
            case EARLY -> acknowledge(frame, next, base + greeting.length, isToAcknowledge);
            default -> {
                if (hasAll || greeted.merge(header.getInt(tcp), 1, Integer::sum) > 5) {
                    acknowledge(frame, next, base + Math.max(said, 0), isToAcknowledge);
                } else {
                    greet(frame, behaviour, next, base, greeting);
                }
            }
        }
    }

    private void greet(byte[] frame, Behaviour behaviour, int next, int base, byte[] greeting)
            throws Throwable {
        int length = greeting.length;
        switch (behaviour) {
            case BACKWARDS -> {
                for (int i = length - 1; i >= 0; i--) {
                    device.write(segment(frame, next, base + i, part(greeting, i, 1)).frame());
                }
            }
            case OVERLAPS -> {
                for (int i = 0; i < length; i += 3) {
                    byte[] part = part(greeting, i, Math.min(7, length - i));
                    device.write(segment(frame, next, base + i, part).frame());
                    device.write(segment(frame, next, base + i, part).frame());
                }
            }
            case FIN_FIRST -> {
                device.write(
                        segment(frame, next, base + length).flags(Answer.FIN | Answer.ACK).frame());
                device.write(segment(frame, next, base, greeting).frame());
            }
            case BLIND_RESETS -> {
                for (int distance : new int[] {-1000, 1 << 20, 1 << 30, Integer.MIN_VALUE}) {
                    device.write(segment(frame, next, base + distance).flags(Answer.RST).frame());
                }
                device.write(segment(frame, next, base, greeting).frame());
            }
            default -> device.write(segment(frame, next, base, greeting).frame());
        }
    }

    private void storm(byte[] frame, int next, int base) throws Throwable {
        if (stormFrames++ < STORM_FRAMES_MAX) {
            device.write(segment(frame, next, base - 1, new byte[1]).frame());
            device.write(segment(frame, next, base - 1, new byte[1]).frame());
        }
    }

    private void acknowledge(byte[] frame, int next, int sequence, boolean isAsked)
            throws Throwable {
        if (isAsked) {
            device.write(segment(frame, next, sequence).frame());
        }
    }

    private static Answer segment(byte[] frame, int next, int sequence, byte... payload) {
        return new Answer(frame, ETHERNET_BYTES, payload)
                .flags(Answer.ACK | (payload.length > 0 ? Answer.PSH : 0))
                .sequence(sequence)
                .acknowledge(next);
    }

    private static byte[] part(byte[] all, int offset, int length) {
        byte[] part = new byte[length];
        System.arraycopy(all, offset, part, 0, length);
        return part;
    }
}
