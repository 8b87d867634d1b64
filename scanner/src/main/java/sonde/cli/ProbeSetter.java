// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.engine.ScanOptions;
import sonde.probe.TcpOptions;
import sonde.probe.udp.UdpPayloads;
import sonde.target.PortKind;
import sonde.wire.Tcp;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** What the options about probes do to {@link ScanOptions}; the twin of {@link ProbeEcho}. */
final class ProbeSetter {

    /** Names of flags as nmap strings them together, by their bits. */
    static final String[] FLAGS = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

    private static final int XMAS = Tcp.FIN | Tcp.PSH | Tcp.URG;
    private static final String SHORT_FORM = "-s";

    /** Letters in a row that may be a long option with one dash. */
    private static final int WORD_LENGTH_MIN = 3;

    private static final int VLAN_MAX = 4094;
    private static final int TAGS_MAX = 2;
    private static final String FLAGS_REMEDY =
            "give names without anything between, such as SYNACK, or a number from 0 to 255";

    /** The most that the option's 16 bits hold (RFC 9293 section 3.7.1). */
    private static final int MSS_MAX = 65_535;

    /** The greatest shift (RFC 7323 section 2.3). */
    private static final int WINDOW_SCALE_MAX = 14;

    /** Both as masscan has them. */
    private static final int WINDOW_SCALE_USUAL = 3;

    private static final long TIMESTAMP_USUAL = 0x1234_5678L;

    /** 32 bits (RFC 7323 section 3.2). */
    private static final long TIMESTAMP_MAX = 0xFFFF_FFFFL;

    private final ScanOptions options;

    ProbeSetter(ScanOptions options) {
        this.options = options;
    }

    void set(Option option, Given given) throws UsageException {
        switch (option) {
            case UDP_PORTS -> options.ports.add(PortKind.UDP.prefix() + given.value());
            case SCTP_PORTS -> options.ports.add(PortKind.SCTP.prefix() + given.value());
            case OPROTOS -> options.ports.add(PortKind.IP_PROTOCOL.prefix() + given.value());
            case PING -> options.ping = Values.yesNo(given);
            case ARPSCAN -> options.arpScan = Values.yesNo(given);
            case SCAN_TYPE -> setScanType(given);
            case SCANFLAGS -> options.tcpFlags = flags(given);
            case TCP_MSS, TCP_WSCALE, TCP_TSECHO, TCP_SACKOK ->
                    options.tcpOptions = tcpOptions(option, given, options.tcpOptions);
            case NORESET -> options.noReset = Values.yesNo(given);
            case RAWUDP -> options.rawUdp = Values.yesNo(given);
            case PAYLOAD_FILE -> options.payloadFile = Values.path(given);
            case NMAP_PAYLOADS -> options.nmapPayloads = Values.path(given);
            case PCAP_PAYLOADS -> options.pcapPayloads = Values.path(given);
            case PAYLOAD_EXTRAS -> options.payloadExtras = extras(given);
            case ALIAS_CHECK -> options.aliasCheck = Values.yesNo(given);
            case IPV6_IID -> options.ipv6Patterns = given.value();
            case VLAN -> options.vlans = vlans(given);
            default -> throw new IllegalArgumentException(option.label());
        }
    }

    /** Letters as nmap has them behind {@code -s}. */
    private void setScanType(Given given) throws UsageException {
        for (char letter : given.value().toCharArray()) {
            switch (letter) {
                case 'S', 'T' -> options.portKinds.add(PortKind.TCP);
                case 'U' -> options.portKinds.add(PortKind.UDP);
                case 'Y', 'Z' -> options.portKinds.add(PortKind.SCTP);
                case 'O' -> options.portKinds.add(PortKind.IP_PROTOCOL);
                case 'A' -> setFlags(Tcp.ACK);
                case 'F' -> setFlags(Tcp.FIN);
                case 'N' -> setFlags(0);
                case 'X' -> setFlags(XMAS);
                case 'M' -> setFlags(Tcp.FIN | Tcp.ACK);
                case 'n', 'P' -> options.ping = true;
                default -> throw noScan(given, letter);
            }
        }
    }

    /** What nmap's other letters mean has an answer of its own. */
    private static UsageException noScan(Given given, char letter) {
        String word = SHORT_FORM + letter;
        String refusal = Refusals.ofShort(word);
        if (refusal != null) {
            String place = given.typed().equals(SHORT_FORM) ? "" : given.typed() + ": ";
            return new UsageException(place + word + ' ' + refusal);
        }
        boolean isWord = given.value().length() >= WORD_LENGTH_MIN;
        if (isWord && UnknownOption.nearest(SHORT_FORM.substring(1) + given.value()) != null) {
            return UnknownOption.shortForm(SHORT_FORM + given.value());
        }
        return given.bad(
                "is not a scan that Sonde makes",
                "give one or more of S (TCP), U (UDP), Y (SCTP), O (IP protocols), A, F, N, X, M"
                        + " (TCP with other flags), n (hosts alone)");
    }

    private void setFlags(int flags) {
        options.portKinds.add(PortKind.TCP);
        options.tcpFlags = flags;
    }

    private static int flags(Given given) throws UsageException {
        String value = given.value().strip();
        if (Values.isDigits(value)) {
            return (int) Values.integer(given, value, 0, 0xFF, "");
        }
        int flags = 0;
        int at = 0;
        while (at < value.length()) {
            int bit = flagAt(value, at);
            if (bit < 0) {
                throw given.bad("is no list of TCP flags", FLAGS_REMEDY);
            }
            flags |= 1 << bit;
            at += FLAGS[bit].length();
            at += at < value.length() && value.charAt(at) == ',' ? 1 : 0;
        }
        return flags;
    }

    private static int flagAt(String value, int at) {
        for (int bit = 0; bit < FLAGS.length; bit++) {
            if (value.regionMatches(true, at, FLAGS[bit], 0, FLAGS[bit].length())) {
                return bit;
            }
        }
        return -1;
    }

    /** As in masscan, 0 and 1 say no and yes; what is longer is the option's value. */
    private static TcpOptions tcpOptions(Option option, Given given, TcpOptions before)
            throws UsageException {
        String value = given.value();
        boolean isNumber = Values.isDigits(value) && !value.equals("0") && !value.equals("1");
        boolean isOn = isNumber || Values.yesNo(given);
        OptionalInt mss = before.mss();
        OptionalInt shift = before.windowScale();
        OptionalLong timestamp = before.timestamp();
        boolean sack = before.sackPermitted();
        switch (option) {
            case TCP_MSS -> {
                mss = isOn ? OptionalInt.empty() : OptionalInt.of(TcpOptions.NO_MSS);
                mss = isNumber ? OptionalInt.of((int) Values.integer(given, 2, MSS_MAX)) : mss;
            }
            case TCP_WSCALE -> {
                shift = isOn ? OptionalInt.of(WINDOW_SCALE_USUAL) : OptionalInt.empty();
                shift =
                        isNumber
                                ? OptionalInt.of((int) Values.integer(given, 2, WINDOW_SCALE_MAX))
                                : shift;
            }
            case TCP_TSECHO -> {
                timestamp = isOn ? OptionalLong.of(TIMESTAMP_USUAL) : OptionalLong.empty();
                timestamp =
                        isNumber
                                ? OptionalLong.of(Values.integer(given, 2, TIMESTAMP_MAX))
                                : timestamp;
            }
            default -> sack = Values.yesNo(given);
        }
        return new TcpOptions(mss, sack, timestamp, shift);
    }

    private static Set<String> extras(Given given) throws UsageException {
        Set<String> known = UdpPayloads.extraNames();
        Set<String> extras = new TreeSet<>();
        for (String word : given.value().split(",", -1)) {
            String name = Values.lower(word.strip());
            if (!known.contains(name)) {
                throw given.bad(
                        "names no such payload",
                        "give one or more of " + String.join(", ", known) + " with commas between");
            }
            extras.add(name);
        }
        return extras;
    }

    private static List<Integer> vlans(Given given) throws UsageException {
        List<Integer> vlans = new ArrayList<>();
        String what = ", or two with a comma between, the outer one first";
        for (String item : given.value().split("[.,]", -1)) {
            vlans.add((int) Values.integer(given, item.strip(), 0, VLAN_MAX, what));
        }
        if (vlans.size() > TAGS_MAX) {
            throw given.bad("has too many tags", "give one or two");
        }
        return List.copyOf(vlans);
    }
}
