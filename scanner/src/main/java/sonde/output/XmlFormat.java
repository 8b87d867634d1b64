// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import sonde.output.OutputSettings.Run;
import sonde.output.OutputSettings.Scanned;
import sonde.record.Banner;
import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.Recognition;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.wire.IpAddress;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * {@code -oX}: nmap's XML, valid by nmap.dtd, one {@code <host>} a record and a line, as masscan
 * has it.
 *
 * <p>Where masscan's XML is not valid by that DTD, this follows the DTD: {@code scanner} can only
 * be "nmap", and some readers take nothing else, so that the comment before and {@code args} tell
 * the program; a host has a status; a banner is the output of a script, named after nmap's own.
 * What has no ports in nmap's schema (ICMP, ARP) is a host without any, as of {@code nmap -sn}. A
 * host of which only others spoke is up by the reason "user-set", as nmap has it under {@code -Pn}.
 *
 * <p>{@code exit} is "success" once the scan is over; in the file of a scan that still runs, or was
 * killed, it is "error".
 */
final class XmlFormat implements RecordFormat {

    /** What is looked through for the end: a closing is shorter. */
    private static final int TAIL_BYTES = 2 * XmlFileWriter.PAGE_BYTES;

    private static final String COMMENT = "<!-- Sonde ";
    private static final String RUN_STATISTICS = "<runstats><finished ";

    /** How our files end, a seal behind them included. */
    private static final Pattern END =
            Pattern.compile(
                    "<runstats><finished [^<>]*/><hosts up=\"\\d+\" down=\"0\""
                            + " total=\"(\\d{1,18})\"/></runstats>\n</nmaprun>"
                            + "\\s*(<\\?sonde \\s*\\?>)?\\s*");

    /** As ctime(3) writes it, and nmap. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

    private static final byte[] HOST = Words.ascii("<host endtime=\"");
    private static final byte[] STATUS = Words.ascii("\"><status state=\"");
    private static final byte[] UP = Words.ascii("up");
    private static final byte[] UNKNOWN = Words.ascii("unknown");
    private static final byte[] USER_SET = Words.ascii("user-set");
    private static final byte[] RESPONSE = Words.ascii("response");
    private static final byte[] REASON = Words.ascii("\" reason=\"");
    private static final byte[] REASON_TTL = Words.ascii("\" reason_ttl=\"");
    private static final byte[] REASON_IP = Words.ascii("\" reason_ip=\"");
    private static final byte[] ADDRESS = Words.ascii("\"/><address addr=\"");
    private static final byte[] IPV4 = Words.ascii("\" addrtype=\"ipv4");
    private static final byte[] IPV6 = Words.ascii("\" addrtype=\"ipv6");
    private static final byte[] MAC = Words.ascii("\" addrtype=\"mac");
    private static final byte[] VENDOR = Words.ascii("\" vendor=\"");
    private static final byte[] PORT = Words.ascii("\"/><ports><port protocol=\"");
    private static final byte[] PORT_ID = Words.ascii("\" portid=\"");
    private static final byte[] STATE = Words.ascii("\"><state state=\"");
    private static final byte[] SERVICE = Words.ascii("\"/><service name=\"");
    private static final byte[] PROBED = Words.ascii("\" method=\"probed\" conf=\"10");
    private static final byte[] GUESSED = Words.ascii("\" method=\"table\" conf=\"3");
    private static final byte[] TUNNEL = Words.ascii("\" tunnel=\"ssl");
    private static final byte[] SCRIPT = Words.ascii("\"/><script id=\"");
    private static final byte[] HOST_SCRIPT = Words.ascii("\"/><hostscript><script id=\"");
    private static final byte[] OUTPUT = Words.ascii("\" output=\"");
    private static final byte[] PORT_END = Words.ascii("\"/></port></ports></host>\n");
    private static final byte[] HOST_SCRIPT_END = Words.ascii("\"/></hostscript></host>\n");
    private static final byte[] HOST_END = Words.ascii("\"/></host>\n");

    private final OutputSettings settings;
    private final Clock clock;
    private final byte[] opening;

    /**
     * @param clock for the time in the closing, and in its time zone
     */
    XmlFormat(OutputSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.opening = openingOf(settings);
    }

    private byte[] openingOf(OutputSettings chosen) {
        Run run = chosen.run();
        StringBuilder text = new StringBuilder("<?xml version=\"1.0\"?>\n<!DOCTYPE nmaprun>\n");
        if (chosen.stylesheet() != null) {
            text.append("<?xml-stylesheet href=\"")
                    .append(XmlText.of(chosen.stylesheet()))
                    .append("\" type=\"text/xsl\"?>\n");
        }
        // A comment may not have two hyphens in it; a version has none.
        text.append(COMMENT).append(XmlText.of(run.version()).replace('-', '.')).append(" -->\n");
        text.append("<nmaprun scanner=\"nmap\" args=\"")
                .append(XmlText.of(("sonde " + run.arguments()).strip()))
                .append("\" start=\"")
                .append(run.startedEpochSeconds())
                .append("\" startstr=\"")
                .append(text(run.startedEpochSeconds()))
                .append("\" version=\"")
                .append(XmlText.of(run.version()))
                .append("\" xmloutputversion=\"1.05\">\n");
        for (Scanned scanned : run.scanned()) {
            String type = XmlNames.scanType(scanned);
            if (!type.isEmpty()) {
                text.append("<scaninfo type=\"%s\" protocol=\"".formatted(type))
                        .append(scanned.protocol())
                        .append("\" numservices=\"")
                        .append(scanned.portCount())
                        .append("\" services=\"")
                        .append(XmlText.of(scanned.ports()))
                        .append("\"/>\n");
            }
        }
        return Words.ascii(
                text.append("<verbose level=\"0\"/>\n<debugging level=\"0\"/>\n").toString());
    }

    @Override
    public byte[] opening() {
        return opening;
    }

    @Override
    public byte[] closing(long records) {
        return closing(records, "success");
    }

    @Override
    public byte[] provisionalClosing(long records) {
        return closing(records, "error\" errormsg=\"the scan did not end");
    }

    private byte[] closing(long records, String exit) {
        long now = clock.instant().getEpochSecond();
        long elapsed = Math.max(now - settings.run().startedEpochSeconds(), 0);
        String time = text(now);
        return Words.ascii(
                RUN_STATISTICS
                        + ("time=\"%d\" timestr=\"%s\" summary=\"Sonde done at %s; %d hosts in %d"
                                        + " seconds\" elapsed=\"%d\" exit=\"%s\"/>")
                                .formatted(now, time, time, records, elapsed, elapsed, exit)
                        + "<hosts up=\"%d\" down=\"0\" total=\"%d\"/></runstats>\n</nmaprun>\n"
                                .formatted(records, records));
    }

    private String text(long epochSeconds) {
        return TIME.format(Instant.ofEpochSecond(epochSeconds).atZone(clock.getZone()));
    }

    @Override
    public boolean needsClosing() {
        return true;
    }

    @Override
    public boolean isXml() {
        return true;
    }

    @Override
    public @Nullable OutputMark continuation(ByteTarget file) throws IOException {
        if (!Continuation.head(file).contains("\n" + COMMENT)) {
            return MasscanXml.continuation(file);
        }
        return Continuation.beforeEnd(file, RUN_STATISTICS, END, TAIL_BYTES);
    }

    @Override
    public HostGrouping grouping() {
        return new XmlGrouping();
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        buffer.put(HOST);
        buffer.putDecimal(RecordFormat.epochSeconds(record));
        putStatus(record, buffer);
        putAddresses(record, buffer);
        boolean hasPort = !XmlNames.portProtocol(record.protocol()).isEmpty();
        if (hasPort) {
            putPort(record, buffer);
        }
        Banner banner = record.banner();
        if (banner == null) {
            buffer.put(hasPort ? PORT_END : HOST_END);
            return;
        }
        if (hasPort) {
            putService(banner, buffer);
        }
        buffer.put(hasPort ? SCRIPT : HOST_SCRIPT);
        buffer.put(XmlNames.script(banner.service()));
        buffer.put(OUTPUT);
        XmlText.put(banner, buffer);
        buffer.put(hasPort ? PORT_END : HOST_SCRIPT_END);
    }

    /** Of the host, by what it said itself. */
    private static void putStatus(ScanRecord record, AsciiBuffer buffer) {
        boolean spoke = record.evidence().responder() == null;
        boolean hasPort = !XmlNames.portProtocol(record.protocol()).isEmpty();
        buffer.put(STATUS);
        buffer.put(spoke || hasPort ? UP : UNKNOWN);
        buffer.put(REASON);
        buffer.put(spoke || !hasPort ? reason(record) : USER_SET);
        buffer.put(REASON_TTL);
        buffer.putDecimal(spoke || !hasPort ? record.ttl() : 0);
    }

    private static void putAddresses(ScanRecord record, AsciiBuffer buffer) {
        buffer.put(ADDRESS);
        buffer.putAddress(record.address());
        buffer.put(record.address().isIpv4() ? IPV4 : IPV6);
        long mac = record.evidence().mac();
        if (mac != Evidence.UNKNOWN) {
            buffer.put(ADDRESS);
            buffer.putMac(mac);
            buffer.put(MAC);
            byte[] vendor = Vendors.words(mac);
            if (vendor != null) {
                buffer.put(VENDOR);
                XmlText.put(vendor, buffer);
            }
        }
    }

    private static void putPort(ScanRecord record, AsciiBuffer buffer) {
        buffer.put(PORT);
        buffer.put(Words.protocol(record.protocol()));
        buffer.put(PORT_ID);
        buffer.putDecimal(record.port());
        buffer.put(STATE);
        buffer.put(Words.status(stateOf(record)));
        buffer.put(REASON);
        buffer.put(reason(record));
        buffer.put(REASON_TTL);
        buffer.putDecimal(record.ttl());
        IpAddress responder = record.evidence().responder();
        if (responder != null) {
            buffer.put(REASON_IP);
            buffer.putAddress(responder);
        }
    }

    /** Nmap knows no port that is up: of a protocol it says open. */
    private static Status stateOf(ScanRecord record) {
        return record.status() == Status.UP ? Status.OPEN : record.status();
    }

    /** A banner's is masscan's word for all of them. */
    private static byte[] reason(ScanRecord record) {
        return record.banner() == null ? Reasons.of(record) : RESPONSE;
    }

    private static void putService(Banner banner, AsciiBuffer buffer) {
        buffer.put(SERVICE);
        buffer.put(XmlNames.service(banner.service()));
        buffer.put(banner.recognition() == Recognition.NONE ? GUESSED : PROBED);
        if (banner.recognition() == Recognition.TLS) {
            buffer.put(TUNNEL);
        }
    }

    /** Whose rank comes first in a grouped host; see {@link XmlGrouping}. */
    static int rank(String protocol) {
        for (Protocol each : Protocol.values()) {
            if (each.label().equals(protocol)) {
                return each.number();
            }
        }
        return 0;
    }

    /** The format's own text, for those that read it back. */
    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, US_ASCII);
    }
}
