// SPDX-License-Identifier: Apache-2.0
package sonde.link.trace;

import sonde.clock.NanoClock;
import sonde.link.Framing;
import sonde.wire.Arp;
import sonde.wire.FrameParser;
import sonde.wire.Ipv4Address;
import sonde.wire.MacAddress;
import sonde.wire.ParsedFrame;
import sonde.wire.Tcp;

import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Puts a frame into one line, in masscan's form. A line is made of numbers and names only: nothing
 * that a stranger wrote into a frame reaches the terminal.
 */
final class FrameText {

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
                    case ARP -> arp(memory, parsed.arpOffset);
                    case FRAGMENT -> fragment(lengthBytes);
                    case UDP, ICMP, ICMPV6, SCTP, IP, OTHER -> "???  " + lengthBytes + "-bytes";
                    case MALFORMED -> "???  " + lengthBytes + "-bytes malformed";
                };
        double seconds = (clock.nanoTime() - startNanos) / NANOS_PER_SECOND;
        lines.accept(String.format(Locale.ROOT, "%s (%.4f) %s", direction, seconds, what));
    }

    private String tcp() {
        String payload =
                parsed.payloadLengthBytes == 0 ? "" : " " + parsed.payloadLengthBytes + "-bytes";
        return "TCP  "
                + addresses(
                        endpoint(parsed.sourceAddress, parsed.sourcePort),
                        endpoint(parsed.destinationAddress, parsed.destinationPort))
                + flags(parsed.tcpFlags)
                + payload;
    }

    private String fragment(int lengthBytes) {
        return "FRAG "
                + addresses(
                        "[" + Ipv4Address.toText(parsed.sourceAddress) + "]",
                        "[" + Ipv4Address.toText(parsed.destinationAddress) + "]")
                + lengthBytes
                + "-bytes";
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

    private static String endpoint(int address, int port) {
        return "[" + Ipv4Address.toText(address) + "]:" + port;
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
