// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import org.jspecify.annotations.Nullable;

import sonde.wire.IpAddress;
import sonde.wire.MacAddress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@link HostNetwork} in words: three tables with aligned columns. */
final class HostDescription {

    private static final String NOTHING = "-";

    /** Lines of a table that may still be read by a person; beyond, only their number is told. */
    private static final int ROUTES_MAX = 100;

    private final HostNetwork host;

    private HostDescription(HostNetwork host) {
        this.host = host;
    }

    static String of(HostNetwork host) {
        HostDescription description = new HostDescription(host);
        return description.interfaces()
                + "\n"
                + description.routes()
                + "\n"
                + description.routers();
    }

    private String interfaces() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("INTERFACE", "KIND", "STATE", "MAC", "MTU", "ADDRESSES"));
        for (NetInterface each : host.interfaces()) {
            List<String> addresses = new ArrayList<>();
            for (NetInterface.Address own : each.addresses()) {
                addresses.add(Prefixes.toText(own.address(), own.prefixLength()));
            }
            rows.add(
                    List.of(
                            printable(each.name()),
                            kind(each),
                            each.up() ? each.running() ? "up" : "no carrier" : "down",
                            mac(each.mac()),
                            Integer.toString(each.mtu()),
                            addresses.isEmpty() ? NOTHING : String.join(" ", addresses)));
        }
        return table(rows);
    }

    private static String kind(NetInterface each) {
        return switch (each.kind()) {
            case ETHERNET -> "ethernet";
            case LOOPBACK -> "loopback";
            case RAW_IP -> "raw ip";
            case OTHER -> "unsupported (type " + each.hardwareType() + ")";
        };
    }

    private String routes() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("DESTINATION", "INTERFACE", "ROUTER", "SOURCE", "METRIC"));
        int leftOut = 0;
        for (Route route : host.routes().routes()) {
            if (route.table() == Route.Table.LOCAL) {
                continue; // Says again what the addresses say.
            }
            if (rows.size() > ROUTES_MAX) {
                leftOut++;
                continue;
            }
            rows.add(
                    List.of(
                            Prefixes.toText(route.destination(), route.prefixLength()),
                            way(route),
                            address(route.gateway()),
                            address(route.preferredSource()),
                            Long.toString(route.metric())));
        }
        String more = leftOut == 0 ? "" : "and " + leftOut + " more routes\n";
        int ignored = host.routes().ignoredCount();
        if (ignored > 0) {
            more += ignored + " routes in tables of policy rules (ip rule) are not used\n";
        }
        return table(rows) + more;
    }

    private String way(Route route) {
        return route.kind() == Route.Kind.UNICAST
                ? interfaceName(route.interfaceIndex())
                : route.kind().name().toLowerCase(Locale.ROOT);
    }

    private String routers() {
        Map<List<String>, List<String>> rows = new LinkedHashMap<>();
        for (Route route : host.routes().routes()) {
            IpAddress gateway = route.gateway();
            if (gateway != null && rows.size() < ROUTES_MAX) {
                String name = interfaceName(route.interfaceIndex());
                String router = gateway.toText();
                String mac = mac(host.knownMac(route.interfaceIndex(), gateway));
                rows.computeIfAbsent(
                        List.of(router, name),
                        key -> List.of(router, name, mac, routerState(route)));
            }
        }
        List<List<String>> all = new ArrayList<>();
        all.add(List.of("ROUTER", "INTERFACE", "MAC", "STATE"));
        all.addAll(rows.values());
        return table(all);
    }

    private String routerState(Route route) {
        for (Neighbour neighbour : host.neighbours()) {
            if (neighbour.interfaceIndex() == route.interfaceIndex()
                    && neighbour.address().equals(route.gateway())) {
                return neighbour.stateName();
            }
        }
        return "not asked yet";
    }

    private String interfaceName(int index) {
        NetInterface found = host.interfaceAt(index);
        return found == null ? NOTHING : printable(found.name());
    }

    private static String address(@Nullable IpAddress address) {
        return address == null ? NOTHING : address.toText();
    }

    private static String mac(long mac) {
        return mac == NetInterface.NO_MAC ? NOTHING : MacAddress.toText(mac);
    }

    /** The kernel lets names contain what a terminal would obey. */
    private static String printable(String name) {
        StringBuilder safe = new StringBuilder();
        name.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '?' : c));
        return safe.toString();
    }

    private static String table(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
