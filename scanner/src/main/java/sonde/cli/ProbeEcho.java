// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import sonde.engine.ScanOptions;
import sonde.probe.TcpOptions;
import sonde.target.PortKind;
import sonde.wire.Tcp;

import java.util.Objects;
import java.util.stream.Collectors;

/** Prints the options about probes back; the twin of {@link ProbeSetter}. */
final class ProbeEcho {

    private ProbeEcho() {}

    static void print(OptionEcho echo, Option option, ScanOptions options) {
        switch (option) {
            case PING -> echo.flag(option, options.ping);
            case ARPSCAN -> echo.flag(option, options.arpScan);
            case SCAN_TYPE -> {
                if (!options.portKinds.isEmpty()) {
                    echo.line(option, letters(options));
                }
            }
            case SCANFLAGS -> {
                if (options.tcpFlags != Tcp.SYN) {
                    echo.line(option, Integer.toString(options.tcpFlags));
                }
            }
            case TCP_MSS ->
                    options.tcpOptions
                            .mss()
                            .ifPresent(mss ->
                                    echo.line(
                                            option,
                                            mss == TcpOptions.NO_MSS
                                                    ? "no"
                                                    : Integer.toString(mss)));
            case TCP_WSCALE -> echo.number(option, options.tcpOptions.windowScale());
            case TCP_TSECHO ->
                    options.tcpOptions
                            .timestamp()
                            .ifPresent(value -> echo.line(option, Long.toString(value)));
            case TCP_SACKOK -> echo.flag(option, options.tcpOptions.sackPermitted());
            case NORESET -> echo.flag(option, options.noReset);
            case RAWUDP -> echo.flag(option, options.rawUdp);
            case PAYLOAD_FILE -> echo.textLine(option, Objects.toString(options.payloadFile, null));
            case NMAP_PAYLOADS ->
                    echo.textLine(option, Objects.toString(options.nmapPayloads, null));
            case PCAP_PAYLOADS ->
                    echo.textLine(option, Objects.toString(options.pcapPayloads, null));
            case PAYLOAD_EXTRAS -> {
                if (!options.payloadExtras.isEmpty()) {
                    echo.line(option, String.join(",", options.payloadExtras));
                }
            }
            case ALIAS_CHECK -> {
                if (!options.aliasCheck) {
                    echo.line(option, "no");
                }
            }
            case IPV6_IID -> echo.textLine(option, options.ipv6Patterns);
            case VLAN -> {
                if (!options.vlans.isEmpty()) {
                    echo.line(
                            option,
                            options.vlans.stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(",")));
                }
            }
            // Said by the line of another option.
            case UDP_PORTS, SCTP_PORTS, OPROTOS -> {}
            default -> throw new IllegalArgumentException(option.label());
        }
    }

    private static String letters(ScanOptions options) {
        StringBuilder letters = new StringBuilder();
        for (PortKind kind : options.portKinds) {
            letters.append(
                    switch (kind) {
                        case TCP -> "S";
                        case UDP -> "U";
                        case SCTP -> "Y";
                        case IP_PROTOCOL -> "O";
                        case ICMP -> "n";
                    });
        }
        return letters.toString();
    }
}
