// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

import sonde.target.PortKind;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of ports in which more than ICMP stands behind {@code I:}, as masscan's {@code --echo} and
 * {@code paused.conf} have it: 2 is ARP, and from 256 on are the IP protocols that were asked for
 * by {@code O:}. Everything else is left as it was written.
 *
 * @param list what is no ARP, with the letters that Sonde has; may be empty
 * @param hasArp whether ARP was in it
 */
record MasscanPorts(String list, boolean hasArp) {

    private static final int ARP = 2;

    /** What masscan adds to the number of an IP protocol. */
    private static final int PROTOCOL_FIRST = 256;

    private static final int PROTOCOL_LAST = PROTOCOL_FIRST + 255;

    private static final Pattern ITEM = Pattern.compile("[iI]:(\\d{1,3})(?:-(\\d{1,3}))?");

    static MasscanPorts of(String list) {
        String[] items = list.split(",", -1);
        List<String> kept = new ArrayList<>();
        boolean hasArp = false;
        for (int i = 0; i < items.length; i++) {
            String read = read(items[i].strip());
            if (read != null && i + 1 < items.length && !hasLetter(items[i + 1].strip())) {
                // The letter holds for the next number too, which masscan never writes.
                return new MasscanPorts(list, false);
            }
            hasArp |= read != null && read.isEmpty();
            if (read == null) {
                kept.add(items[i]);
            } else if (!read.isEmpty()) {
                kept.add(read);
            }
        }
        return new MasscanPorts(String.join(",", kept), hasArp);
    }

    /** What an item means in Sonde's letters: empty for ARP, null for as it stands. */
    private static @Nullable String read(String item) {
        Matcher numbers = ITEM.matcher(item);
        if (!numbers.matches()) {
            return null;
        }
        int first = Integer.parseInt(numbers.group(1));
        int last = numbers.group(2) == null ? first : Integer.parseInt(numbers.group(2));
        if (first == ARP && last == ARP) {
            return "";
        }
        if (first < PROTOCOL_FIRST || last > PROTOCOL_LAST) {
            return null;
        }
        String protocol = PortKind.IP_PROTOCOL.prefix() + (first - PROTOCOL_FIRST);
        return first == last ? protocol : protocol + "-" + (last - PROTOCOL_FIRST);
    }

    private static boolean hasLetter(String item) {
        return item.indexOf(':') == 1;
    }
}
