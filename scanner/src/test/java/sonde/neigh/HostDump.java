// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import sonde.wire.IpAddress;
import sonde.wire.MacAddress;

/** Says what {@link HostNetwork} reads in the namespace that it is run in, a fact a line. */
final class HostDump {

    private HostDump() {}

    /**
     * Runs the program.
     *
     * @param addresses what to look up routes for
     */
    public static void main(String[] addresses) {
        HostNetwork host = HostNetwork.read();
        for (NetInterface each : host.interfaces()) {
            String mac = each.mac() < 0 ? "" : " " + MacAddress.toText(each.mac());
            System.out.println("link " + each.name() + " " + each.mtu() + mac);
            for (NetInterface.Address own : each.addresses()) {
                System.out.println(
                        "addr "
                                + each.name()
                                + " "
                                + Prefixes.toText(own.address(), own.prefixLength())
                                + (own.secondary() ? " secondary" : ""));
            }
        }
        for (String address : addresses) {
            System.out.println("route " + address + " " + decision(host, address));
            System.out.println("source " + address + " " + source(host, address));
        }
        System.out.println("routes " + host.routes().routes().size());
        System.out.println("ignored " + host.routes().ignoredCount());
        host.neighbours().stream()
                .filter(Neighbour::isUsable)
                .forEach(neighbour ->
                        System.out.println(
                                "neigh "
                                        + neighbour.address().toText()
                                        + " "
                                        + MacAddress.toText(neighbour.mac())
                                        + " "
                                        + neighbour.stateName()));
    }

    private static String source(HostNetwork host, String address) {
        IpAddress target = IpAddress.parse(address);
        try {
            PathPlan plan =
                    Paths.plan(host, new AddressSetBuilder().add(target).build(), PathWishes.NONE)
                            .getFirst();
            PathPlan.Source ipv4 = plan.ipv4Source();
            PathPlan.Ipv6Source ipv6 = plan.ipv6Source();
            return ipv4 != null
                    ? IpAddress.ofIpv4(ipv4.addresses().first(0)).toText()
                    : ipv6 != null ? ipv6.addresses().first(0).toText() : "none";
        } catch (PathException e) {
            return "refused";
        }
    }

    private static String decision(HostNetwork host, String address) {
        Route route = host.routes().lookup(IpAddress.parse(address));
        if (route == null) {
            return "refused";
        }
        NetInterface iface = host.interfaceAt(route.interfaceIndex());
        return switch (route.kind()) {
            case UNICAST ->
                    (iface == null ? "?" : iface.name())
                            + (route.hasGateway() ? " via " + route.gateway() : "");
            case LOCAL -> "lo";
            case BROADCAST -> "broadcast " + (iface == null ? "?" : iface.name());
            default -> "refused";
        };
    }
}
