// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.util.List;

/**
 * Reads lists of ports, as masscan writes them.
 *
 * <pre>
 *   80           one port
 *   8000-8100    a range, both ends included
 *   -1024        from 1; port 0 must be asked for
 *   1024-        up to 65535
 *   -            1 to 65535
 *   T:80         a TCP port, and so are those behind it; they are TCP ports without this, too
 * </pre>
 *
 * Items are separated by commas or spaces. Numbers are decimal, and so is {@code 010}: ten.
 */
public final class PortParser {

    private static final int PORT_MAX = PortRanges.PORT_MAX;

    private final String option;
    private final PortRanges.Builder ports = PortRanges.builder();
    private String text = "";

    private PortParser(String option) {
        this.option = option;
    }

    /**
     * Reads lists.
     *
     * @param option how error messages call the place, such as {@code -p}
     * @return the ports of all lists; none, if there is no list
     * @throws TargetSyntaxException if one is no list of TCP ports
     */
    public static PortRanges parse(List<String> lists, String option) throws TargetSyntaxException {
        PortParser parser = new PortParser(option);
        for (String list : lists) {
            parser.parseList(list);
        }
        return parser.ports.build();
    }

    private void parseList(String list) throws TargetSyntaxException {
        text = list;
        int itemCount = 0;
        int at = 0;
        while (at < list.length()) {
            int end = at;
            while (end < list.length() && !isSeparator(list.charAt(end))) {
                end++;
            }
            if (end > at) {
                parseItem(at, end);
                itemCount++;
            }
            at = end + 1;
        }
        if (itemCount == 0) {
            throw error(0, list.length(), "no ports; write for instance 80,8000-8100");
        }
    }

    private static boolean isSeparator(char c) {
        return c == ',' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private void parseItem(int start, int end) throws TargetSyntaxException {
        int from = start;
        if (end - start >= 2 && text.charAt(start + 1) == ':') {
            checkProtocol(start, end);
            from = start + 2;
        }
        int dash = from;
        while (dash < end && text.charAt(dash) != '-') {
            dash++;
        }
        if (dash == end) {
            int port = number(from, end, start, end);
            ports.add(port, port);
            return;
        }
        int first = dash == from ? 1 : number(from, dash, start, end);
        int last = dash + 1 == end ? PORT_MAX : number(dash + 1, end, start, end);
        if (first > last) {
            throw error(start, end, "the range runs backwards: write the lower port first");
        }
        ports.add(first, last);
    }

    private void checkProtocol(int start, int end) throws TargetSyntaxException {
        String item = TargetSyntaxException.sanitise(text.substring(start, end));
        switch (text.charAt(start)) {
            case 'T', 't' -> {}
            case 'U', 'u' ->
                    throw error(
                            start, end, "UDP ports (" + item + ") are not supported yet; TCP only");
            case 'S', 's' ->
                    throw error(
                            start,
                            end,
                            "SCTP ports (" + item + ") are not supported yet; TCP only");
            case 'O', 'o' ->
                    throw error(
                            start,
                            end,
                            "IP protocols (" + item + ") are not supported yet; TCP only");
            case 'I', 'i' ->
                    throw error(start, end, "ICMP (" + item + ") is not supported yet; TCP only");
            default -> throw error(start, end, "unknown protocol; TCP only, as in T:80 or 80");
        }
    }

    private int number(int from, int to, int start, int end) throws TargetSyntaxException {
        if (from == to) {
            throw error(start, end, "a port is missing");
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw error(
                        start,
                        end,
                        "ports are decimal numbers from 0 to 65535, with commas between");
            }
            number = Math.min(PORT_MAX + 1, number * 10 + digit);
        }
        if (number > PORT_MAX) {
            throw error(start, end, "a port is at most 65535");
        }
        return number;
    }

    private TargetSyntaxException error(int start, int end, String remedy) {
        return TargetSyntaxException.inOption(
                option, start + 1, text.substring(start, end), remedy);
    }
}
