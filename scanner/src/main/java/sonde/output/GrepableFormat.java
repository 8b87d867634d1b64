// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import org.jspecify.annotations.Nullable;

import sonde.output.OutputSettings.Run;
import sonde.output.OutputSettings.Scanned;
import sonde.record.Banner;
import sonde.record.ScanRecord;
import sonde.record.Status;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * {@code -oG}: {@code Timestamp: 1795465782, Host: 198.18.0.2 (), Ports: 80/open/tcp//http//}, with
 * tabs in place of these commas; or for a banner {@code Host: 198.18.0.2 (), Port: 80, Service:
 * title, Banner: Welcome}. Lines are masscan's: the seven fields of a port that nmap's manual names
 * (port, state, protocol, owner, service, RPC, version), with the service that is usual there.
 *
 * <p>Other than masscan's are: the ports in the opening, where masscan counts UDP's from 65536 on
 * and leaves commas behind; a host that is up and has no port, which is {@code Status: Up} as
 * nmap's parsers know it; dates, which are in UTC; and the opening is there without records too.
 */
final class GrepableFormat implements RecordFormat {

    private static final String OPENING_START = "# Masscan ";

    /** As asctime(3) has it, without its newline. */
    private static final String CLOSING_START = "# Masscan done at ";

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private static final byte[] TIMESTAMP = Words.ascii("Timestamp: ");
    private static final byte[] HOST_AFTER_TIME = Words.ascii("\tHost: ");
    private static final byte[] HOST = Words.ascii("Host: ");
    private static final byte[] PORTS = Words.ascii(" ()\tPorts: ");
    private static final byte[] UP = Words.ascii(" ()\tStatus: Up\n");
    private static final byte[] OWNER = Words.ascii("//");
    private static final byte[] END = Words.ascii("//\n");
    private static final byte[] PORT = Words.ascii(" ()\tPort: ");
    private static final byte[] SERVICE = Words.ascii("\tService: ");
    private static final byte[] BANNER = Words.ascii("\tBanner: ");

    private final byte[] opening;
    private final InstantSource clock;

    /**
     * @param clock says when the scan was done
     */
    GrepableFormat(Run run, InstantSource clock) {
        this.clock = clock;
        String started = DATE.format(Instant.ofEpochSecond(run.startedEpochSeconds()));
        opening =
                Words.ascii(
                        OPENING_START
                                + "Sonde/%s scan initiated %s\n# Ports scanned: %s %s %s %s\n"
                                        .formatted(
                                                run.version(),
                                                started,
                                                ports("TCP", "tcp", run),
                                                ports("UDP", "udp", run),
                                                ports("SCTP", "sctp", run),
                                                ports("PROTOCOLS", "ip", run)));
    }

    /** How many ports of a protocol are probed, and which: {@code TCP(2;80,443)}. */
    private static String ports(String name, String protocol, Run run) {
        for (Scanned scanned : run.scanned()) {
            if (scanned.protocol().equals(protocol)) {
                return name + '(' + scanned.portCount() + ';' + scanned.ports() + ')';
            }
        }
        return name + "(0;)";
    }

    @Override
    public byte[] opening() {
        return opening;
    }

    /** Masscan's own files have its version where ours say Sonde. */
    @Override
    public @Nullable OutputMark continuation(ByteTarget file) throws IOException {
        return Continuation.ofLines(file, this, OPENING_START);
    }

    @Override
    public byte[] closing(long records) {
        return Words.ascii(CLOSING_START + DATE.format(clock.instant()) + '\n');
    }

    @Override
    public boolean isClosing(String line) {
        return line.startsWith(CLOSING_START);
    }

    @Override
    public HostGrouping grouping() {
        return new GrepableGrouping();
    }

    @Override
    public void put(ScanRecord record, AsciiBuffer buffer) {
        Banner banner = record.banner();
        if (banner != null) {
            put(record, banner, buffer);
            return;
        }
        buffer.put(TIMESTAMP);
        buffer.putDecimal(RecordFormat.epochSeconds(record));
        buffer.put(HOST_AFTER_TIME);
        buffer.putAddress(record.address());
        if (record.status() == Status.UP) {
            buffer.put(UP);
            return;
        }
        buffer.put(PORTS);
        buffer.putDecimal(record.port());
        buffer.put('/');
        buffer.put(Words.status(record.status()));
        buffer.put('/');
        buffer.put(Words.protocol(record.protocol()));
        buffer.put(OWNER);
        buffer.put(ServiceNames.of(record));
        buffer.put(END);
    }

    private static void put(ScanRecord record, Banner banner, AsciiBuffer buffer) {
        buffer.put(HOST);
        buffer.putAddress(record.address());
        buffer.put(PORT);
        buffer.putDecimal(record.port());
        buffer.put(SERVICE);
        buffer.put(Words.service(banner.service()));
        buffer.put(BANNER);
        BannerText.put(banner, buffer);
        buffer.put('\n');
    }
}
