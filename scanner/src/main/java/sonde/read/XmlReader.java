// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static java.util.Map.entry;

import org.jspecify.annotations.Nullable;

import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;

/**
 * Reads XML of nmap's kind: Sonde's, masscan's and nmap's own. A port's {@code state} is a record,
 * unless it is there for its banner's sake alone, as masscan has it; so is each {@code banner} of a
 * {@code service}, what a script says that Sonde has a name for, and nmap's product and version. A
 * host that is up and has no ports is one too.
 */
final class XmlReader implements RecordReader {

    private static final String BANNER = "banner";

    /** What Sonde calls a script whose output is a banner of its own. */
    private static final Map<String, Service> SCRIPTS =
            Map.ofEntries(
                    entry("http-title", Service.TITLE),
                    entry("http-server-header", Service.HTTP_SERVER),
                    entry(Service.X509.label(), Service.X509),
                    entry(Service.X509_CA.label(), Service.X509_CA),
                    entry(Service.HTML.label(), Service.HTML),
                    entry(Service.VULNERABLE.label(), Service.VULNERABLE),
                    entry(Service.HEARTBLEED.label(), Service.HEARTBLEED),
                    entry(Service.TICKETBLEED.label(), Service.TICKETBLEED),
                    entry(Service.SAFE.label(), Service.SAFE),
                    entry(Service.JARM.label(), Service.JARM),
                    entry(Service.JA4S.label(), Service.JA4S),
                    entry(Service.SSH_KEX.label(), Service.SSH_KEX),
                    entry(Service.VNC_INFO.label(), Service.VNC_INFO),
                    entry(Service.ALIAS.label(), Service.ALIAS));

    /** Reasons of hosts that are ports elsewhere, open ones of ICMP, and their numbers. */
    private static final Map<String, String> ICMP_PORTS =
            Map.of("echo-reply", "0", "timestamp-reply", "1");

    /** Masscan's reason for a port whose banner follows. */
    private static final String RESPONSE = "response";

    private final ByteSource source;
    private final XmlTokens tokens;
    private final Findings findings = new Findings();
    private final Queue<ScanRecord> waiting = new ArrayDeque<>();

    private boolean isInHost;
    private boolean isInPort;
    private boolean hadPort;
    private @Nullable String hostStatus;
    private @Nullable String hostReason;
    private @Nullable String hostTtl;

    /** What the port's state says, until it is known whether a banner takes its place. */
    private @Nullable ScanRecord status;

    /** What the port's service is called. */
    private @Nullable String service;

    private boolean isInTls;
    private boolean isCutShort;

    XmlReader(ByteSource source) {
        this.source = source;
        tokens = new XmlTokens(source);
    }

    @Override
    public @Nullable ScanRecord next() throws IOException {
        while (waiting.isEmpty()) {
            try {
                switch (tokens.next()) {
                    case START -> start();
                    case END -> end();
                    case FILE_END -> {
                        isCutShort = isInHost;
                        return null;
                    }
                    case CUT_SHORT -> {
                        isCutShort = true;
                        return null;
                    }
                }
            } catch (IllegalArgumentException e) {
                throw tokens.wrong(String.valueOf(e.getMessage()));
            }
        }
        return waiting.poll();
    }

    private void start() {
        switch (tokens.name()) {
            case "host" -> startHost();
            case "status" -> {
                hostStatus = tokens.attribute("state");
                hostReason = tokens.attribute("reason");
                hostTtl = tokens.attribute("reason_ttl");
            }
            case "address" -> address();
            case "port" -> startPort();
            case "state" -> state();
            case "service" -> service();
            case "script" -> script();
            default -> {
                // Says nothing of a target.
            }
        }
    }

    private void end() {
        switch (tokens.name()) {
            case "port" -> {
                releaseStatus();
                isInPort = false;
            }
            case "host" -> endHost();
            default -> {
                // Nothing depends on it.
            }
        }
    }

    private void startHost() {
        findings.clear();
        isInHost = true;
        hadPort = false;
        isInPort = false;
        isInTls = false;
        hostStatus = null;
        hostReason = null;
        hostTtl = null;
        String time = tokens.attribute("endtime");
        if (time == null) {
            time = tokens.attribute("starttime");
        }
        if (time != null) {
            findings.epochSeconds(time);
        }
    }

    private void address() {
        String address = attribute("addr");
        if ("mac".equals(tokens.attribute("addrtype"))) {
            findings.mac(address);
        } else {
            findings.address(address);
        }
    }

    private void startPort() {
        hadPort = true;
        isInPort = true;
        service = null;
        status = null;
        isInTls = false;
        findings.clearTarget();
        findings.protocol(attribute("protocol"));
        findings.port(attribute("portid"));
    }

    private void state() {
        if (!isInPort) {
            return;
        }
        findings.status(attribute("state"));
        String reason = tokens.attribute("reason");
        if (reason != null) {
            findings.reason(reason);
        }
        String ttl = tokens.attribute("reason_ttl");
        if (ttl != null) {
            findings.ttl(ttl);
        }
        String responder = tokens.attribute("reason_ip");
        if (responder != null) {
            findings.responder(responder);
        }
        if (findings.hasStatus() && !RESPONSE.equals(reason)) {
            status = findings.record();
        }
    }

    /** Gives out what a port's state says, as no banner of masscan's has taken its place. */
    private void releaseStatus() {
        if (status != null) {
            waiting.add(status);
            status = null;
        }
    }

    private void service() {
        if (!isInPort) {
            return;
        }
        service = tokens.attribute("name");
        isInTls = "ssl".equals(tokens.attribute("tunnel"));
        String banner = tokens.attribute(BANNER);
        String product = tokens.attribute("product");
        if (banner != null) {
            // Masscan has a state for the banner's sake, with the reason of a status for some.
            status = null;
            banner(service, banner);
        } else if (product != null) {
            StringBuilder text = new StringBuilder(product);
            for (String part : new String[] {"version", "extrainfo"}) {
                String value = tokens.attribute(part);
                text.append(value == null ? "" : " " + value);
            }
            banner(Service.NMAP.label(), text.toString());
        }
    }

    /** What a script found out, if Sonde has a name for that. */
    private void script() {
        String id = attribute("id");
        Service found = SCRIPTS.get(id);
        if (found == null && !id.equals(BANNER)) {
            return;
        }
        String name = found == null ? service : found.label();
        if (isInPort) {
            banner(name, attribute("output"));
        } else if (findings.hasAddress()) {
            hadPort = true;
            host(Status.UP);
            banner(name, attribute("output"));
        }
    }

    private void banner(@Nullable String name, String text) {
        releaseStatus();
        findings.service(name == null ? Service.UNKNOWN.label() : name);
        if (isInTls) {
            findings.recognition(Recognition.TLS.label());
        }
        findings.text(BannerBytes.ofEscaped(text));
        waiting.add(findings.record());
        findings.clearBanner();
    }

    /** A host without ports: it is up, or somebody else said that it can't be reached. */
    private void endHost() {
        isInHost = false;
        if (hadPort || hostStatus == null || !findings.hasAddress()) {
            return;
        }
        if (hostStatus.equals(Status.UP.label())) {
            String port = hostReason == null ? null : ICMP_PORTS.get(hostReason);
            host(port == null ? Status.UP : Status.OPEN);
            findings.port(port == null ? "0" : port);
            waiting.add(findings.record());
        } else if (hostStatus.equals("unknown") && hostReason != null) {
            host(Status.FILTERED);
            waiting.add(findings.record());
        }
    }

    private void host(Status status) {
        findings.clearTarget();
        findings.status(status.label());
        String reason = hostReason == null ? "" : hostReason;
        findings.reason(reason);
        if (hostTtl != null) {
            findings.ttl(hostTtl);
        }
        if (reason.equals("arp-response")) {
            findings.protocol(Protocol.ARP);
        } else {
            findings.protocol(findings.isIpv4() ? Protocol.ICMP : Protocol.ICMPV6);
        }
    }

    private String attribute(String name) {
        String value = tokens.attribute(name);
        if (value == null) {
            throw new IllegalArgumentException("<" + tokens.name() + "> has no " + name);
        }
        return value;
    }

    @Override
    public boolean isCutShort() {
        return isCutShort || source.isCutShort();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
