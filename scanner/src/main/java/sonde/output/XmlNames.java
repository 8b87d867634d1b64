// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import sonde.output.OutputSettings.Scanned;
import sonde.record.Protocol;
import sonde.record.Service;

import java.util.Arrays;
import java.util.Set;

/** What nmap's readers call things: services, what was found out about them, kinds of scan. */
@SuppressWarnings("EnumOrdinal") // The tables are made from an enum, in its order.
final class XmlNames {

    /** The values of nmap.dtd's {@code scan_types}. */
    private static final Set<String> SCAN_TYPES =
            Set.of(
                    "syn",
                    "ack",
                    "bounce",
                    "connect",
                    "null",
                    "xmas",
                    "window",
                    "maimon",
                    "fin",
                    "udp",
                    "sctpinit",
                    "sctpcookieecho",
                    "ipproto");

    private static final byte[][] SERVICES =
            Arrays.stream(Service.values())
                    .map(service -> Words.ascii(nameOf(service)))
                    .toArray(byte[][]::new);

    private static final byte[][] SCRIPTS =
            Arrays.stream(Service.values())
                    .map(service -> Words.ascii(scriptOf(service)))
                    .toArray(byte[][]::new);

    private XmlNames() {}

    /** The service by the name that IANA has, or nmap where that differs. */
    static byte[] service(Service service) {
        return SERVICES[service.ordinal()];
    }

    /** The script of nmap's that finds out the same; {@code banner} where none does. */
    static byte[] script(Service service) {
        return SCRIPTS[service.ordinal()];
    }

    /** What a port has to be in nmap's schema; empty for what has no ports there. */
    static String portProtocol(Protocol protocol) {
        return switch (protocol) {
            case TCP -> "tcp";
            case UDP -> "udp";
            case SCTP -> "sctp";
            case IP -> "ip";
            case ICMP, ICMPV6, ARP -> "";
        };
    }

    /** The kind of scan; empty for what nmap has none for, as it is for hosts. */
    static String scanType(Scanned scanned) {
        String usual =
                switch (scanned.protocol()) {
                    case "tcp" -> "syn";
                    case "udp" -> "udp";
                    case "sctp" -> "sctpinit";
                    case "ip" -> "ipproto";
                    default -> "";
                };
        return usual.isEmpty() || !SCAN_TYPES.contains(scanned.type()) ? usual : scanned.type();
    }

    private static String nameOf(Service service) {
        return switch (service) {
            case NONE, UNKNOWN, ERROR, NMAP, DATAGRAM, ALIAS, SAFE -> "unknown";
            case TITLE, HTML, HTTP_SERVER -> "http";
            case SSH_KEX -> "ssh";
            case X509, X509_CA, VULNERABLE, HEARTBLEED, TICKETBLEED, JARM, JA4S -> "ssl";
            case VNC_INFO -> "vnc";
            case DNS_VERSION, DNS -> "domain";
            case NBTSTAT -> "netbios-ns";
            case SMB -> "microsoft-ds";
            case POP -> "pop3";
            case RDP -> "ms-wbt-server";
            case MSSQL -> "ms-sql-s";
            case KERBEROS -> "kerberos-sec";
            case RPC -> "rpcbind";
            case IPMI -> "asf-rmcp";
            case SLP -> "svrloc";
            case ETHERNET_IP -> "EtherNetIP-2";
            case SSDP -> "upnp";
            default -> service.label();
        };
    }

    private static String scriptOf(Service service) {
        return switch (service) {
            case TITLE -> "http-title";
            case HTTP_SERVER -> "http-server-header";
            case NONE, UNKNOWN, ERROR -> "banner";
            case X509,
                            X509_CA,
                            HTML,
                            VULNERABLE,
                            HEARTBLEED,
                            TICKETBLEED,
                            SAFE,
                            JARM,
                            JA4S,
                            SSH_KEX,
                            VNC_INFO,
                            ALIAS ->
                    service.label();
            default -> "banner";
        };
    }
}
