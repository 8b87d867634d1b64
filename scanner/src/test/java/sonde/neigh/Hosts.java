// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.neigh.NetInterface.Kind;
import sonde.target.AddressRanges;
import sonde.target.AddressSet;
import sonde.wire.IpAddress;
import sonde.wire.Ipv4Address;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Hosts made up for tests, and short ways to write what they consist of. */
final class Hosts {

    static final long ETH0_MAC = 0x0200_0000_0001L;

    private Hosts() {}

    static int ip(String text) {
        return Ipv4Address.parse(text);
    }

    static IpAddress address(String text) {
        return IpAddress.parse(text);
    }

    /** IPv4 targets written as {@code 198.18.0.1} or {@code 198.18.0.0/24}, blanks between. */
    static AddressRanges targets(String text) {
        return set(text).ipv4();
    }

    /** Targets of both families, written likewise. */
    static AddressSet set(String text) {
        AddressSetBuilder builder = new AddressSetBuilder();
        for (String part : text.split(" ", -1)) {
            NetInterface.Address prefix = network(part);
            builder.add(prefix.first(), prefix.last());
        }
        return builder.build();
    }

    /** Ranges as {@code first-last first-last}. */
    static String text(AddressRanges ranges) {
        return text(AddressSet.of(ranges));
    }

    static String text(AddressSet set) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < set.ipv4().rangeCount(); i++) {
            String first = Ipv4Address.toText(set.ipv4().first(i));
            String last = Ipv4Address.toText(set.ipv4().last(i));
            parts.add(first.equals(last) ? first : first + '-' + last);
        }
        for (int i = 0; i < set.ipv6().rangeCount(); i++) {
            String first = set.ipv6().first(i).toText();
            String last = set.ipv6().last(i).toText();
            parts.add(first.equals(last) ? first : first + '-' + last);
        }
        return String.join(" ", parts);
    }

    /** An address and its prefix, that of a single address if there is none. */
    static NetInterface.Address network(String text) {
        String[] halves = text.split("/", -1);
        IpAddress own = IpAddress.parse(halves[0]);
        int base = own.isIpv4() ? Prefixes.IPV4_BITS : 0;
        int length = halves.length == 1 ? Prefixes.BITS : base + Integer.parseInt(halves[1]);
        return new NetInterface.Address(own, own, length, false, false, 0);
    }

    static NetInterface iface(int index, String name, Kind kind, String... addresses) {
        return new NetInterface(
                index,
                name,
                kind,
                kind == Kind.OTHER ? 824 : 1,
                kind == Kind.ETHERNET ? ETH0_MAC + index - 2 : NetInterface.NO_MAC,
                1500,
                true,
                true,
                List.of(addresses).stream().map(Hosts::network).toList());
    }

    /**
     * A route as ip-route(8) has it: {@code [TYPE] PREFIX [via ROUTER] [src ADDRESS] [metric N]
     * [table NAME]}.
     */
    static Route route(int interfaceIndex, String text) {
        String[] words = text.split(" ", -1);
        Route.Kind kind = Route.Kind.UNICAST;
        int at = 0;
        if (Character.isLetter(words[0].charAt(0))
                && !words[0].startsWith("default")
                && words[0].indexOf(':') < 0) {
            kind = Route.Kind.valueOf(words[at++].toUpperCase(Locale.ROOT));
        }
        NetInterface.Address prefix =
                network(
                        switch (words[at]) {
                            case "default" -> "0.0.0.0/0";
                            case "default6" -> "::/0";
                            default -> words[at];
                        });
        Route.Table table = Route.Table.MAIN;
        IpAddress gateway = null;
        IpAddress source = null;
        long metric = 0;
        for (at++; at < words.length; at += 2) {
            switch (words[at]) {
                case "via" -> gateway = IpAddress.parse(words[at + 1]);
                case "src" -> source = IpAddress.parse(words[at + 1]);
                case "metric" -> metric = Long.parseLong(words[at + 1]);
                case "table" -> table = Route.Table.valueOf(words[at + 1].toUpperCase(Locale.ROOT));
                default -> throw new IllegalArgumentException(text);
            }
        }
        return new Route(
                table,
                kind,
                prefix.first(),
                prefix.prefixLength(),
                metric,
                interfaceIndex,
                gateway,
                source,
                false);
    }

    static HostNetwork host(List<NetInterface> interfaces, Route... routes) {
        return new HostNetwork(interfaces, RouteTable.of(List.of(routes)), List.of());
    }
}
