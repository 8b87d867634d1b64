// SPDX-License-Identifier: Apache-2.0
package sonde.output.filter;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.wire.IpAddress;
import sonde.wire.MacAddress;
import sonde.wire.Tcp;

import java.util.List;

/** Records of all sorts to be filtered. */
final class FilterRecords {

    private static final long NANOS = 1_795_465_782_000_000_000L;
    private static final int RTT_MICROS = 1500;
    private static final int ADMIN_PROHIBITED = 3 << 8 | 13;

    /** An open port of IPv4. */
    static final ScanRecord OPEN = of("198.18.0.7", Protocol.TCP, 443, Status.OPEN, 60);

    static final ScanRecord CLOSED = of("198.18.0.150", Protocol.TCP, 8080, Status.CLOSED, 128);

    static final ScanRecord IPV6 = of("2001:db8::7", Protocol.UDP, 53, Status.OPEN, 61);

    /** What a router said. */
    static final ScanRecord ICMP =
            new ScanRecord(
                    NANOS - 1_000_000_000,
                    IpAddress.parse("198.18.0.9"),
                    Protocol.TCP,
                    22,
                    Status.FILTERED,
                    new Evidence(
                            0,
                            254,
                            Evidence.UNKNOWN,
                            IpAddress.parse("198.18.1.1"),
                            ADMIN_PROHIBITED,
                            Evidence.UNKNOWN),
                    null);

    /** An answer to ARP, from a range of Cisco's. */
    static final ScanRecord ARP =
            new ScanRecord(
                    NANOS,
                    IpAddress.parse("198.18.0.1"),
                    Protocol.ARP,
                    0,
                    Status.UP,
                    new Evidence(
                            0,
                            0,
                            Evidence.UNKNOWN,
                            null,
                            Evidence.UNKNOWN,
                            MacAddress.parse("00:00:0c:00:53:01")),
                    null);

    static final ScanRecord HTTP =
            said(80, Service.HTTP, Recognition.ANSWER, "HTTP/1.1 200 OK\r\nServer: nginx\r\n");

    static final ScanRecord APACHE =
            said(8080, Service.HTTP, Recognition.TLS, "Server: Apache/2.4\0\u00ff");

    static final ScanRecord SSH =
            said(22, Service.SSH, Recognition.GREETING, "SSH-2.0-OpenSSH_6.6");

    static final List<ScanRecord> ALL = List.of(OPEN, CLOSED, IPV6, ICMP, ARP, HTTP, APACHE, SSH);

    private FilterRecords() {}

    private static ScanRecord of(
            String address, Protocol protocol, int port, Status status, int ttl) {
        int flags = protocol == Protocol.TCP ? Tcp.SYN | Tcp.ACK : 0;
        return new ScanRecord(
                NANOS,
                IpAddress.parse(address),
                protocol,
                port,
                status,
                Evidence.tcp(flags, ttl, RTT_MICROS),
                null);
    }

    /** A record with a banner, each character of which is a byte. */
    static ScanRecord said(int port, Service service, Recognition recognition, String text) {
        return new ScanRecord(
                NANOS,
                IpAddress.parse("198.18.0.7"),
                Protocol.TCP,
                port,
                Status.OPEN,
                Evidence.tcp(Tcp.SYN | Tcp.ACK, 60, Evidence.UNKNOWN),
                new Banner(service, recognition, text.getBytes(ISO_8859_1)));
    }
}
