// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;

import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line a host with all its ports, as nmap has it, out of the lines of {@link GrepableFormat};
 * before it {@code Status: Up} where an answer without port said so, behind it a line for each
 * banner. The time is that of the first of its lines that has one. Fields have no tabs in them, so
 * that they are found by these.
 */
final class GrepableGrouping implements HostGrouping {

    private static final Pattern LINE =
            Pattern.compile(
                    "(?:Timestamp: -?\\d+\t)?Host: ([0-9a-f:.]{2,39}) \\(\\)\t"
                            + "(?:Ports: (\\d{1,5})/[a-z]+/([a-z0-9]{1,6})/.*"
                            + "|Port: (\\d{1,5})\t.*"
                            + "|Status: Up)");

    /** A banner's line names no protocol: it stands among TCP's. */
    private static final String PROTOCOL_OF_BANNERS = "tcp";

    private static final String PORTS = "\tPorts: ";
    private static final String UP = "\tStatus: Up\n";
    private static final String BANNER = "Host: ";

    @Override
    public @Nullable Target target(String head) {
        Matcher line = LINE.matcher(head);
        if (!line.matches()) {
            return null;
        }
        int order = 0;
        if (line.group(2) != null) {
            order = order(line.group(3), line.group(2));
        } else if (line.group(4) != null) {
            order = order(PROTOCOL_OF_BANNERS, line.group(4));
        }
        return new Target(IpAddress.parse(line.group(1)), order);
    }

    private static int order(String protocol, String port) {
        return XmlFormat.rank(protocol) << Short.SIZE | (Integer.parseInt(port) & 0xFFFF);
    }

    @Override
    public void put(HostLines host, OutputStream out) throws IOException {
        putUp(host, out);
        putPorts(host, out);
        for (int i = 0; i < host.count(); i++) {
            String line = host.line(i);
            if (line.startsWith(BANNER)) {
                put(out, line);
            }
        }
    }

    private static void putUp(HostLines host, OutputStream out) throws IOException {
        for (int i = 0; i < host.count(); i++) {
            String line = host.line(i);
            if (line.endsWith(UP) && !line.startsWith(BANNER)) {
                put(out, line);
                return;
            }
        }
    }

    private static void putPorts(HostLines host, OutputStream out) throws IOException {
        boolean isOpen = false;
        for (int i = 0; i < host.count(); i++) {
            String line = host.line(i);
            int ports = line.startsWith(BANNER) ? -1 : line.indexOf(PORTS);
            if (ports >= 0) {
                put(out, isOpen ? ", " : line.substring(0, ports + PORTS.length()));
                put(out, line.substring(ports + PORTS.length(), line.length() - 1));
                isOpen = true;
            }
        }
        put(out, isOpen ? "\n" : "");
    }

    private static void put(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
    }
}
