// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads lists of patterns.
 *
 * <pre>
 *   low-byte            ::1 to ::ff
 *   low-byte:1000       ::1 to ::3e8
 *   eui:00163e          256 addresses of this maker of Ethernet cards
 *   eui:00163e:4096     that many of them
 *   random:16           16 addresses from anywhere
 *   ports               identifiers like the ports of common services: ::80, ::443
 *   ports:80+8000-8010  like these ports
 *   ipv4:198.18.0.0/24  identifiers like these IPv4 addresses
 * </pre>
 *
 * Items are separated by commas.
 */
public final class Ipv6PatternParser {

    /** Services that servers are numbered after: login, mail, names, web, databases. */
    private static final int[] SERVICE_PORTS = {
        21, 22, 23, 25, 53, 80, 110, 123, 143, 179, 389, 443, 465, 514, 587, 636, 993, 995, 1433,
        3128, 3306, 3389, 5060, 5432, 5900, 6379, 8080, 8443
    };

    private static final int OUI_DIGITS = 6;

    private final String option;
    private final String text;
    private int at;

    private Ipv6PatternParser(String text, String option) {
        this.text = text;
        this.option = option;
    }

    /**
     * Reads a list.
     *
     * @param option how error messages call the place
     * @return one pattern at least, in the order of the list
     * @throws TargetSyntaxException if it is no such list
     */
    public static List<Ipv6Pattern> parse(String text, String option) throws TargetSyntaxException {
        return new Ipv6PatternParser(text, option).parseList();
    }

    private List<Ipv6Pattern> parseList() throws TargetSyntaxException {
        List<Ipv6Pattern> patterns = new ArrayList<>();
        while (at <= text.length()) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            patterns.add(pattern(text.substring(at, end)));
            at = end + 1;
        }
        return List.copyOf(patterns);
    }

    private Ipv6Pattern pattern(String item) throws TargetSyntaxException {
        int colon = item.indexOf(':');
        String name = colon < 0 ? item : item.substring(0, colon);
        String value = colon < 0 ? "" : item.substring(colon + 1);
        boolean isBare = colon < 0;
        return switch (name) {
            case "low-byte" ->
                    new Ipv6Pattern.LowByte(
                            isBare ? Ipv6Pattern.LOW_BYTE_COUNT : count(item, value));
            case "random" -> new Ipv6Pattern.Random(count(item, value));
            case "eui" -> eui(item, value);
            case "ports" -> new Ipv6Pattern.ServicePorts(isBare ? services() : ports(item, value));
            case "ipv4" -> new Ipv6Pattern.EmbeddedIpv4(ipv4(item, value));
            default ->
                    throw error(
                            item,
                            "no pattern; there are low-byte, eui:00163e, random:16, ports and"
                                    + " ipv4:198.18.0.0/24");
        };
    }

    private int count(String item, String value) throws TargetSyntaxException {
        int count = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw badCount(item);
            }
            count = Math.min(Ipv6Pattern.COUNT_MAX + 1, count * 10 + digit);
        }
        if (count < 1 || count > Ipv6Pattern.COUNT_MAX) {
            throw badCount(item);
        }
        return count;
    }

    private TargetSyntaxException badCount(String item) {
        return error(
                item,
                "how many is a number from 1 to " + Ipv6Pattern.COUNT_MAX + ", as in random:16");
    }

    private Ipv6Pattern eui(String item, String value) throws TargetSyntaxException {
        int colon = value.indexOf(':');
        String digits = colon < 0 ? value : value.substring(0, colon);
        boolean isRight = digits.length() == OUI_DIGITS;
        int oui = 0;
        for (int i = 0; i < digits.length() && isRight; i++) {
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            isRight = digit >= 0;
            oui = oui << 4 | digit;
        }
        if (!isRight) {
            throw error(
                    item, "a maker of Ethernet cards is six hexadecimal digits, as in eui:00163e");
        }
        int count = colon < 0 ? Ipv6Pattern.EUI64_COUNT : count(item, value.substring(colon + 1));
        return new Ipv6Pattern.Eui64(oui, count);
    }

    private static PortRanges services() {
        PortRanges.Builder ports = PortRanges.builder();
        for (int port : SERVICE_PORTS) {
            ports.add(port, port);
        }
        return ports.build();
    }

    private PortRanges ports(String item, String value) throws TargetSyntaxException {
        boolean isRight = !value.isEmpty() && value.indexOf(':') < 0;
        if (!isRight) {
            throw error(item, "write ports with plus signs between, as in ports:80+443");
        }
        return PortParser.parse(List.of(value.replace('+', ',')), option).tcp();
    }

    private AddressRanges ipv4(String item, String value) throws TargetSyntaxException {
        AddressRanges addresses = TargetParser.parseIpv4Range(value, option);
        if (addresses.size() > Ipv6Pattern.COUNT_MAX) {
            throw error(item, "at most " + Ipv6Pattern.COUNT_MAX + " IPv4 addresses, a /12");
        }
        return addresses;
    }

    private TargetSyntaxException error(String item, String remedy) {
        return TargetSyntaxException.inOption(option, at + 1, item, remedy);
    }
}
