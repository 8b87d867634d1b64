// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Labs that have IPv6 too, with addresses of 2001:db8::/32 (RFC 3849) only. */
final class Ipv6Lab {

    static final String SCANNER_ADDRESS = "2001:db8:1::1";
    static final String GATEWAY = "2001:db8:1::2";

    /** In the scanner's subnet, and nobody's. */
    static final String SPARE_ADDRESS = "2001:db8:1::77";

    /** All of it is the far side's own, in routed labs. */
    static final String ROUTED = "2001:db8:f::/48";

    static final String TARGET_PREFIX = "2001:db8:f::";

    /** As many as {@link Lab#TARGETS}. */
    static final String TARGETS = TARGET_PREFIX + "/114";

    /** In the scanner's subnet, from here on the far side has addresses, where it has any. */
    static final String ON_LINK_PREFIX = "2001:db8:1::f:";

    /** Reports each address, although all of its prefix answer. */
    static final String EACH = " --alias-check=no";

    private Ipv6Lab() {}

    /** As {@link Lab#routed}, with {@link #ROUTED} behind a gateway of the same interface. */
    static Lab routed() {
        return with(Lab.routed(), Ipv6Lab::addRouted);
    }

    /** As {@link #routed}, but nobody answers. */
    static Lab silent() {
        return with(Lab.silent(), Ipv6Lab::addGateway);
    }

    /**
     * The far side has so many addresses from {@link #ON_LINK_PREFIX}0 on, in the scanner's own
     * subnet, and answers neighbour discovery for these alone.
     */
    static Lab onLink(int count) {
        return with(
                Lab.silent(),
                lab -> {
                    addAddresses(lab);
                    addToPeer(lab, onLinkAddresses(count), "/64");
                });
    }

    /** Gives the far side more addresses of its subnet. */
    static void addToPeer(Lab lab, Collection<String> addresses, String length) {
        Path commands = lab.file("addresses");
        String words =
                length + " dev " + Lab.PEER_LINK + (length.equals("/64") ? " nodad\n" : "\n");
        write(
                commands,
                addresses.stream()
                        .map(address -> "addr add " + address + words)
                        .collect(Collectors.joining()));
        lab.peer().ip("-batch", commands.toString());
    }

    /**
     * What {@link #routed} sets up, between two interfaces that are there already, such as those of
     * a {@link Relay}.
     */
    static void configure(Lab lab, String nearLink, String farLink) {
        Namespace near = lab.scanner();
        Namespace far = lab.peer();
        near.enableIpv6();
        far.enableIpv6();
        near.ip(words("addr add " + Lab.SCANNER_ADDRESS + "/24 dev " + nearLink));
        near.ip(words("addr add " + SCANNER_ADDRESS + "/64 nodad dev " + nearLink));
        far.ip(words("addr add " + Lab.GATEWAY + "/24 dev " + farLink));
        far.ip(words("addr add " + GATEWAY + "/64 nodad dev " + farLink));
        near.ip(words("link set " + nearLink + " up"));
        far.ip(words("link set " + farLink + " up"));
        near.ip(words("route add 198.18.0.0/16 via " + Lab.GATEWAY));
        near.ip(words("-6 route add " + ROUTED + " via " + GATEWAY));
        far.ip(words("route add local " + Lab.TARGETS + " dev lo"));
        far.ip(words("-6 route add local " + ROUTED + " dev lo"));
    }

    static Set<String> onLinkAddresses(int count) {
        return Addresses.firstOf(ON_LINK_PREFIX, count + 1).stream()
                .filter(address -> !address.equals(ON_LINK_PREFIX))
                .collect(Collectors.toSet());
    }

    private static Lab with(Lab lab, Consumer<Lab> steps) {
        try {
            steps.accept(lab);
            return lab;
        } catch (RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    private static void addRouted(Lab lab) {
        addGateway(lab);
        lab.peer().sysctl("net.ipv6.ip_nonlocal_bind", 1);
        lab.peer().ip("-6", "route", "add", "local", ROUTED, "dev", "lo");
    }

    private static void addGateway(Lab lab) {
        addAddresses(lab);
        lab.scanner().ip("-6", "route", "add", ROUTED, "via", GATEWAY);
    }

    private static void addAddresses(Lab lab) {
        lab.scanner().enableIpv6();
        lab.peer().enableIpv6();
        lab.scanner()
                .ip(words("addr add " + SCANNER_ADDRESS + "/64 nodad dev " + Lab.SCANNER_LINK));
        lab.peer().ip(words("addr add " + GATEWAY + "/64 nodad dev " + Lab.PEER_LINK));
    }

    private static String[] words(String line) {
        return line.split(" ");
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
