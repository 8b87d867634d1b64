// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.neigh.NetInterface.Kind;
import sonde.target.AddressRanges;
import sonde.wire.Ipv4Address;

import java.util.List;
import java.util.Locale;

/** Hosts made up for tests, and short ways to write what they consist of. */
final class Hosts {

    static final long ETH0_MAC = 0x0200_0000_0001L;

    private Hosts() {}

    static int ip(String text) {
        return Ipv4Address.parse(text);
    }

    /** Targets written as {@code 198.18.0.1} or {@code 198.18.0.0/24}, separated by blanks. */
    static AddressRanges targets(String text) {
        AddressRanges.Builder builder = AddressRanges.builder();
        for (String part : text.split(" ", -1)) {
            String[] halves = part.split("/", -1);
            int mask = Prefixes.mask(halves.length == 1 ? 32 : Integer.parseInt(halves[1]));
            builder.add(ip(halves[0]) & mask, ip(halves[0]) | ~mask);
        }
        return builder.build();
    }

    /** Ranges as {@code first-last first-last}. */
    static String text(AddressRanges ranges) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ranges.rangeCount(); i++) {
            text.append(i == 0 ? "" : " ").append(Ipv4Address.toText(ranges.first(i)));
            if (ranges.first(i) != ranges.last(i)) {
                text.append('-').append(Ipv4Address.toText(ranges.last(i)));
            }
        }
        return text.toString();
    }

    static NetInterface.Address address(String text) {
        String[] halves = text.split("/", -1);
        int own = ip(halves[0]);
        return new NetInterface.Address(own, own, Integer.parseInt(halves[1]), false, 0);
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
                List.of(addresses).stream().map(Hosts::address).toList());
    }

    /**
     * A route as ip-route(8) has it: {@code [TYPE] PREFIX [via ROUTER] [src ADDRESS] [metric N]
     * [table NAME]}.
     */
    static Route route(int interfaceIndex, String text) {
        String[] words = text.split(" ", -1);
        Route.Kind kind = Route.Kind.UNICAST;
        int at = 0;
        if (Character.isLetter(words[0].charAt(0)) && !words[0].equals("default")) {
            kind = Route.Kind.valueOf(words[at++].toUpperCase(Locale.ROOT));
        }
        String[] prefix = (words[at].equals("default") ? "0.0.0.0/0" : words[at]).split("/", -1);
        int length = prefix.length == 1 ? 32 : Integer.parseInt(prefix[1]);
        Route.Table table = Route.Table.MAIN;
        int gateway = 0;
        int source = 0;
        long metric = 0;
        for (at++; at < words.length; at += 2) {
            switch (words[at]) {
                case "via" -> gateway = ip(words[at + 1]);
                case "src" -> source = ip(words[at + 1]);
                case "metric" -> metric = Long.parseLong(words[at + 1]);
                case "table" -> table = Route.Table.valueOf(words[at + 1].toUpperCase(Locale.ROOT));
                default -> throw new IllegalArgumentException(text);
            }
        }
        return new Route(
                table, kind, ip(prefix[0]), length, metric, interfaceIndex, gateway, source, false);
    }

    static HostNetwork host(List<NetInterface> interfaces, Route... routes) {
        return new HostNetwork(interfaces, RouteTable.of(List.of(routes)), List.of());
    }
}
