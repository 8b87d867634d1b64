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
 * One object a host, whose {@code ports} are those of all its lines, out of the lines of {@link
 * JsonFormat}. The time is that of its first line. No string has a quotation mark in it, so that
 * members are found by these.
 */
final class JsonGrouping implements HostGrouping {

    private static final Pattern LINE =
            Pattern.compile(
                    "\\{   \"ip\": \"([0-9a-f:.]{2,39})\",   \"timestamp\": \"-?\\d+\", \"ports\":"
                            + " \\[ \\{\"port\": (\\d{1,5}), \"proto\": \"([a-z0-9]{1,6})\".*");

    private static final String PORTS = "\"ports\": [ ";
    private static final String END = " ] }\n";

    @Override
    public @Nullable Target target(String head) {
        Matcher line = LINE.matcher(head);
        if (!line.matches()) {
            return null;
        }
        int port = Integer.parseInt(line.group(2)) & 0xFFFF;
        return new Target(
                IpAddress.parse(line.group(1)),
                XmlFormat.rank(line.group(3)) << Short.SIZE | port);
    }

    @Override
    public void put(HostLines host, OutputStream out) throws IOException {
        for (int i = 0; i < host.count(); i++) {
            String line = host.line(i);
            int ports = line.indexOf(PORTS) + PORTS.length();
            if (i == 0) {
                put(out, line.substring(0, ports));
            } else {
                put(out, ", ");
            }
            put(out, line.substring(ports, line.length() - END.length()));
        }
        put(out, END);
    }

    private static void put(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
    }
}
