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
 * One {@code <host>} with all its ports, as nmap has it, out of the lines of {@link XmlFormat}:
 * from its first answer to its last; status by what the host said itself, if it did; each port
 * once, with its service and all its scripts. No attribute has {@code <} or {@code >} in it, so
 * that elements are found by these.
 *
 * <p>Only the pieces of one line are held at a time, so that no host is too large.
 */
final class XmlGrouping implements HostGrouping {

    private static final String HOST = "<host endtime=\"";

    private static final Pattern ADDRESS =
            Pattern.compile("<address addr=\"([0-9a-f:.]{2,39})\" addrtype=\"ipv[46]\"/>");

    private static final Pattern PORT =
            Pattern.compile("<port protocol=\"([a-z]{1,5})\" portid=\"(\\d{1,5})\">");

    private static final String UNKNOWN_SERVICE = "<service name=\"unknown\"";
    private static final String TUNNEL = " tunnel=\"ssl\"";

    @Override
    public @Nullable Target target(String head) {
        if (!head.startsWith(HOST)) {
            return null;
        }
        Matcher address = ADDRESS.matcher(head);
        if (!address.find()) {
            return null;
        }
        Matcher port = PORT.matcher(head);
        int order = 0;
        if (port.find()) {
            order =
                    XmlFormat.rank(port.group(1)) << Short.SIZE
                            | (Integer.parseInt(port.group(2)) & 0xFFFF);
        }
        return new Target(IpAddress.parse(address.group(1)), order);
    }

    @Override
    public void put(HostLines host, OutputStream out) throws IOException {
        putHead(host, out);
        boolean isOpen = false;
        int first = 0;
        while (first < host.count()) {
            int end = first + 1;
            while (end < host.count() && host.order(end) == host.order(first)) {
                end++;
            }
            String line = host.line(first);
            if (line.contains("<ports>")) {
                put(out, isOpen ? "" : "<ports>");
                isOpen = true;
                putPort(host, first, end, out);
            }
            first = end;
        }
        put(out, isOpen ? "</ports>" : "");
        putHostScripts(host, out);
        put(out, "</host>\n");
    }

    private static void putHead(HostLines host, OutputStream out) throws IOException {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        String status = "";
        String mac = "";
        for (int i = 0; i < host.count(); i++) {
            String line = host.line(i);
            long time = Long.parseLong(between(line, HOST, "\""));
            from = Math.min(from, time);
            to = Math.max(to, time);
            String its = element(line, "<status ", 0);
            status = isBetter(its, status) ? its : status;
            mac = mac.isEmpty() ? macOf(line) : mac;
        }
        String address = element(host.line(0), "<address ", 0);
        put(
                out,
                "<host starttime=\"%d\" endtime=\"%d\">%s%s%s"
                        .formatted(from, to, status, address, mac));
    }

    private static boolean isBetter(String status, String than) {
        return worth(status) > worth(than);
    }

    private static int worth(String status) {
        if (status.isEmpty()) {
            return 0;
        }
        if (!status.contains("state=\"up\"")) {
            return 1;
        }
        // What a banner says of the host is that it responded; its port says how.
        if (status.contains("reason=\"user-set\"")) {
            return 2;
        }
        return status.contains("reason=\"response\"") ? 3 : 4;
    }

    private static String macOf(String line) {
        int ip = line.indexOf("<address ");
        String next = element(line, "<address ", ip + 1);
        return next.contains("addrtype=\"mac\"") ? next : "";
    }

    private static void putPort(HostLines host, int first, int end, OutputStream out)
            throws IOException {
        String state = "";
        String service = "";
        boolean tunnel = false;
        for (int i = first; i < end; i++) {
            String line = host.line(i);
            String its = element(line, "<state ", 0);
            if (state.isEmpty() || state.contains("reason=\"response\"")) {
                state = its;
            }
            String named = element(line, "<service ", 0);
            tunnel |= named.contains(TUNNEL);
            if (service.isEmpty() || service.startsWith(UNKNOWN_SERVICE)) {
                service = named.isEmpty() ? service : named;
            }
        }
        if (tunnel && !service.contains(TUNNEL)) {
            service = service.replace("/>", TUNNEL + "/>");
        }
        put(out, element(host.line(first), "<port ", 0) + state + service);
        putScripts(host, first, end, out);
        put(out, "</port>");
    }

    private static void putScripts(HostLines host, int first, int end, OutputStream out)
            throws IOException {
        for (int i = first; i < end; i++) {
            put(out, element(host.line(i), "<script ", 0));
        }
    }

    private static void putHostScripts(HostLines host, OutputStream out) throws IOException {
        boolean isOpen = false;
        for (int i = 0; i < host.count(); i++) {
            String line = host.line(i);
            if (line.contains("<hostscript>")) {
                put(out, isOpen ? "" : "<hostscript>");
                isOpen = true;
                put(out, element(line, "<script ", 0));
            }
        }
        put(out, isOpen ? "</hostscript>" : "");
    }

    /** The element that begins so; empty if there is none. */
    private static String element(String line, String start, int from) {
        int at = line.indexOf(start, from);
        int end = at < 0 ? -1 : line.indexOf('>', at);
        return end < 0 ? "" : line.substring(at, end + 1);
    }

    private static String between(String line, String start, String end) {
        int from = line.indexOf(start) + start.length();
        return line.substring(from, line.indexOf(end, from));
    }

    private static void put(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
    }
}
