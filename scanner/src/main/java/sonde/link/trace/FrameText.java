// SPDX-License-Identifier: Apache-2.0
package sonde.link.trace;

import sonde.clock.NanoClock;
import sonde.link.Framing;
import sonde.wire.Arp;
import sonde.wire.FrameParser;
import sonde.wire.Icmp;
import sonde.wire.Icmpv6;
import sonde.wire.Ipv4Address;
import sonde.wire.MacAddress;
import sonde.wire.ParsedFrame;
import sonde.wire.Sctp;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Puts a frame into one line, in masscan's form. A line is made of numbers and names only: nothing
 * that a stranger wrote into a frame reaches the terminal.
 */
final class FrameText {

    private static final String UNREACHABLE = "unreachable";
    private static final String TIME_EXCEEDED = "time-exceeded";
    private static final String PARAMETER_PROBLEM = "parameter-problem";
    private static final double NANOS_PER_SECOND = 1e9;

    /** In the order in which masscan joins them; SYN and RST come before ACK, the rest after. */
    private static final String[] FLAG_NAMES = {
        "SYN", "RST", "FIN", "ACK", "PSH", "URG", "ECE", "CWR"
    };

    private static final int[] FLAG_BITS = {
        Tcp.SYN, Tcp.RST, Tcp.FIN, Tcp.ACK, Tcp.PSH, Tcp.URG, Tcp.ECE, Tcp.CWR
    };

    private final String direction;
    private final Framing framing;
    private final NanoClock clock;
    private final long startNanos;
    private final Consumer<String> lines;
    private final ParsedFrame parsed = new ParsedFrame();

    FrameText(
            String direction,
            Framing framing,
            NanoClock clock,
            long startNanos,
            Consumer<String> lines) {
        this.direction = direction;
        this.framing = framing;
        this.clock = clock;
        this.startNanos = startNanos;
        this.lines = lines;
    }

    /** Tells of one frame. */
    void tell(MemorySegment memory, long offset, int lengthBytes) {
        String what =
                switch (FrameParser.parse(
                        memory, offset, lengthBytes, framing.headerLengthBytes(), parsed)) {
                    case TCP -> tcp();
                    case UDP -> udp();
                    case ICMP -> icmp("ICMP ", memory);
                    case ICMPV6 -> icmp("ICMP6 ", memory);
                    case SCTP -> sctp(memory);
                    case IP -> ip();
                    case ARP -> arp(memory, parsed.arpOffset);
                    case FRAGMENT -> fragment(lengthBytes);
                    case OTHER -> "???  " + lengthBytes + "-bytes";
                    case MALFORMED -> "???  " + lengthBytes + "-bytes malformed";
                };
        double seconds = (clock.nanoTime() - startNanos) / NANOS_PER_SECOND;
        lines.accept(String.format(Locale.ROOT, "%s (%.4f) %s", direction, seconds, what));
    }

    private String tcp() {
        String payload =
                parsed.payloadLengthBytes == 0 ? "" : " " + parsed.payloadLengthBytes + "-bytes";
        return "TCP  " + endpoints() + flags(parsed.tcpFlags) + payload;
    }

    private String udp() {
        return "UDP  " + endpoints() + parsed.payloadLengthBytes + "-bytes";
    }

    private String sctp(MemorySegment memory) {
        int type = Sctp.chunkType(memory, parsed.transportOffset);
        String chunk =
                switch (type) {
                    case Sctp.INIT -> "INIT";
                    case Sctp.INIT_ACK -> "INIT-ACK";
                    case Sctp.ABORT -> "ABORT";
                    default -> "chunk-" + type;
                };
        return "SCTP " + endpoints() + chunk;
    }

    private String icmp(String name, MemorySegment memory) {
        int type = Icmp.type(memory, parsed.transportOffset);
        int code = Icmp.code(memory, parsed.transportOffset);
        String what = parsed.isIpv6 ? icmpv6Type(type) : icmpType(type);
        return name + hosts() + what + (code == 0 ? "" : " code-" + code);
    }

    private static String icmpType(int type) {
        return switch (type) {
            case Icmp.ECHO_REPLY -> "echo-reply";
            case Icmp.DESTINATION_UNREACHABLE -> UNREACHABLE;
            case Icmp.ECHO_REQUEST -> "echo";
            case Icmp.TIME_EXCEEDED -> TIME_EXCEEDED;
            case Icmp.PARAMETER_PROBLEM -> PARAMETER_PROBLEM;
            case Icmp.TIMESTAMP_REQUEST -> "timestamp";
            case Icmp.TIMESTAMP_REPLY -> "timestamp-reply";
            default -> "type-" + type;
        };
    }

    private static String icmpv6Type(int type) {
        return switch (type) {
            case Icmpv6.DESTINATION_UNREACHABLE -> UNREACHABLE;
            case Icmpv6.PACKET_TOO_BIG -> "too-big";
            case Icmpv6.TIME_EXCEEDED -> TIME_EXCEEDED;
            case Icmpv6.PARAMETER_PROBLEM -> PARAMETER_PROBLEM;
            case Icmpv6.ECHO_REQUEST -> "echo";
            case Icmpv6.ECHO_REPLY -> "echo-reply";
            default -> "type-" + type;
        };
    }

    private String ip() {
        return "IP   "
                + hosts()
                + "protocol-"
                + parsed.protocol
                + " "
                + parsed.transportLengthBytes
                + "-bytes";
    }

    private String fragment(int lengthBytes) {
        return "FRAG " + hosts() + lengthBytes + "-bytes";
    }

    private String hosts() {
        return addresses("[" + parsed.source() + "]", "[" + parsed.destination() + "]");
    }

    private String endpoints() {
        return addresses(
                "[" + parsed.source() + "]:" + parsed.sourcePort,
                "[" + parsed.destination() + "]:" + parsed.destinationPort);
    }

    private static String arp(MemorySegment memory, long base) {
        String sender = Ipv4Address.toText(Arp.senderAddress(memory, base));
        String target = Ipv4Address.toText(Arp.targetAddress(memory, base));
        int operation = Arp.operation(memory, base);
        return switch (operation) {
            case Arp.REQUEST -> "ARP  who-has " + target + " tell " + sender;
            case Arp.REPLY ->
                    "ARP  "
                            + sender
                            + " is-at "
                            + MacAddress.toText(Arp.senderMac(memory, base))
                            + " tell "
                            + target;
            default -> "ARP  operation " + operation;
        };
    }

    private static String addresses(String from, String to) {
        return String.format(Locale.ROOT, "%-21s > %-21s ", from, to);
    }

    private static String flags(int bits) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < FLAG_BITS.length; i++) {
            if ((bits & FLAG_BITS[i]) != 0) {
                names.append(names.isEmpty() ? "" : "-").append(FLAG_NAMES[i]);
            }
        }
        return names.isEmpty() ? "NULL" : names.toString();
    }
}
