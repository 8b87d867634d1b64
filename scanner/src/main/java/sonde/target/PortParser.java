// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads lists of ports, as masscan writes them.
 *
 * <pre>
 *   80           one port
 *   8000-8100    a range, both ends included
 *   -1024        from 1; port 0 must be asked for
 *   1024-        up to 65535
 *   -            1 to 65535
 *   U:53,161     two UDP ports: a letter holds until the next one, or the end of the list
 *   T:80 S:36412 a TCP port, and one of SCTP
 *   I:0 I:1      ICMP: echo, timestamp
 *   O:47 O:-     protocols above IP: one, and all from 0 to 255
 * </pre>
 *
 * Items are separated by commas or spaces. Numbers are decimal, and so is {@code 010}: ten. What
 * has no letter is a TCP port, or of the kind that the caller says.
 */
public final class PortParser {

    private final String option;
    private final Map<PortKind, PortRanges.Builder> numbers = new EnumMap<>(PortKind.class);
    private String text = "";
    private PortKind kind = PortKind.TCP;

    private PortParser(String option) {
        this.option = option;
    }

    /**
     * Reads lists in which TCP ports need no letter.
     *
     * @param option how error messages call the place, such as {@code -p}
     * @return what all lists say; nothing, if there is no list
     * @throws TargetSyntaxException if one is no list of ports
     */
    public static PortChoice parse(List<String> lists, String option) throws TargetSyntaxException {
        return parse(lists, option, PortKind.TCP);
    }

    /**
     * Reads lists.
     *
     * @param kind what numbers without a letter are, at the beginning of each list
     */
    public static PortChoice parse(List<String> lists, String option, PortKind kind)
            throws TargetSyntaxException {
        PortParser parser = new PortParser(option);
        for (String list : lists) {
            parser.kind = kind;
            parser.parseList(list);
        }
        Map<PortKind, PortRanges> sets = new EnumMap<>(PortKind.class);
        parser.numbers.forEach((each, builder) -> sets.put(each, builder.build()));
        return PortChoice.of(sets);
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
            kind = kindOf(start, end);
            from = start + 2;
        }
        PortRanges.Builder into = numbers.computeIfAbsent(kind, _ -> PortRanges.builder());
        int dash = from;
        while (dash < end && text.charAt(dash) != '-') {
            dash++;
        }
        if (dash == end) {
            int number = number(from, end, start, end);
            into.add(number, number);
            return;
        }
        int first = dash == from ? kind.openFirst() : number(from, dash, start, end);
        int last = dash + 1 == end ? kind.max() : number(dash + 1, end, start, end);
        if (first > last) {
            throw error(
                    start, end, "the range runs backwards: write the lower " + name() + " first");
        }
        into.add(first, last);
    }

    /** The plain name of a number of the kind. */
    private String name() {
        return kind.max() == PortRanges.PORT_MAX ? "port" : "number";
    }

    private PortKind kindOf(int start, int end) throws TargetSyntaxException {
        char letter = text.charAt(start);
        for (PortKind each : PortKind.values()) {
            if (letter == each.letter() || letter == (each.letter() | 0x20)) {
                return each;
            }
        }
        throw error(
                start,
                end,
                "unknown protocol; T: is TCP, U: UDP, S: SCTP, I: ICMP, O: another IP protocol");
    }

    private int number(int from, int to, int start, int end) throws TargetSyntaxException {
        if (from == to) {
            throw error(start, end, "a " + name() + " is missing");
        }
        int max = kind.max();
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw error(
                        start,
                        end,
                        name()
                                + "s are decimal numbers from 0 to "
                                + max
                                + ", with commas between");
            }
            number = Math.min(max + 1, number * 10 + digit);
        }
        if (number > max) {
            throw error(start, end, "a " + kind.noun() + " is at most " + max);
        }
        return number;
    }

    private TargetSyntaxException error(int start, int end, String remedy) {
        return TargetSyntaxException.inOption(
                option, start + 1, text.substring(start, end), remedy);
    }
}
