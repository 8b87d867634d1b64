// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;

import java.util.Queue;

/**
 * Reads grepable files, masscan's and nmap's: fields with tabs between, each a name, a colon and a
 * space before its value. {@code Ports} has several with commas between, each {@code
 * port/status/protocol/owner/service/rpc/version}. A banner's line names no protocol: it is taken
 * for TCP's unless it says {@code 80/udp}. Nmap's lines have no time: they are of 1970.
 */
final class GrepableReader extends LineReader {

    private static final int PROTOCOL_AT = 2;

    private final Findings findings = new Findings();

    GrepableReader(ByteSource source) {
        super(source);
    }

    @Override
    void take(String line, Queue<ScanRecord> records) {
        findings.clear();
        String ports = "";
        boolean isUp = false;
        for (String field : line.split("\t", -1)) {
            int colon = field.indexOf(':');
            String name = colon < 0 ? "" : field.substring(0, colon);
            String value = colon < 0 ? "" : field.substring(colon + 1).stripLeading();
            switch (name) {
                case "Timestamp" -> findings.epochSeconds(value);
                case "Host" -> findings.address(firstWord(value));
                case "Ports" -> ports = value;
                case "Port" -> bannerPort(value);
                case "Service" -> findings.service(value);
                case "Banner" -> findings.text(BannerBytes.ofEscaped(value));
                case "Status" -> isUp = value.equals("Up");
                default -> {
                    // Ignored State, OS and the like say nothing of a port.
                }
            }
        }
        if (!findings.hasAddress()) {
            throw new IllegalArgumentException("'" + line + "' names no host");
        }
        if (findings.hasService()) {
            records.add(findings.record());
        } else if (isUp && ports.isEmpty()) {
            records.add(host());
        }
        if (!ports.isEmpty()) {
            addPorts(ports, records);
        }
    }

    private void addPorts(String ports, Queue<ScanRecord> records) {
        for (String port : ports.split(",", -1)) {
            String[] parts = port.strip().split("/", -1);
            if (parts.length <= PROTOCOL_AT) {
                // A version may have commas of its own.
                if (records.isEmpty()) {
                    throw new IllegalArgumentException("'" + port + "' is no port/status/protocol");
                }
                continue;
            }
            findings.clearTarget();
            findings.port(parts[0]);
            findings.status(parts[1]);
            findings.protocol(parts[PROTOCOL_AT]);
            if (findings.hasStatus()) {
                records.add(findings.record());
            }
        }
    }

    private ScanRecord host() {
        findings.clearTarget();
        findings.protocol(findings.isIpv4() ? Protocol.ICMP : Protocol.ICMPV6);
        findings.status(Status.UP.label());
        return findings.record();
    }

    private void bannerPort(String value) {
        int slash = value.indexOf('/');
        findings.port(slash < 0 ? value : value.substring(0, slash));
        if (slash >= 0) {
            findings.protocol(value.substring(slash + 1));
        }
    }

    private static String firstWord(String value) {
        int space = value.indexOf(' ');
        return space < 0 ? value : value.substring(0, space);
    }
}
