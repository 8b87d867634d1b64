// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import java.util.List;

/** IPv6 beside a lab's IPv4, on the same wire. */
final class DualStack {

    static final String SCANNER_ADDRESS = "2001:db8:64::1";
    static final String PEER_ADDRESS = "2001:db8:64::2";

    private DualStack() {}

    /**
     * Gives both sides an address and the far side leave to send as many ICMP errors as it likes,
     * of which a scan asks for more than a kernel sends on its own (RFC 1812 section 4.3.2.8).
     */
    static void addTo(Lab lab) {
        for (Namespace side : List.of(lab.scanner(), lab.peer())) {
            // An address is usable at once, without a wait for others that may have it.
            side.sysctl("net.ipv6.conf.all.accept_dad", 0);
            side.sysctl("net.ipv6.conf.default.accept_dad", 0);
            side.sysctl("net.ipv6.conf.all.disable_ipv6", 0);
        }
        lab.scanner().sysctl("net.ipv6.conf." + Lab.SCANNER_LINK + ".accept_dad", 0);
        lab.peer().sysctl("net.ipv6.conf." + Lab.PEER_LINK + ".accept_dad", 0);
        address(lab.scanner(), SCANNER_ADDRESS, Lab.SCANNER_LINK);
        address(lab.peer(), PEER_ADDRESS, Lab.PEER_LINK);
        answerAllErrors(lab);
    }

    static void answerAllErrors(Lab lab) {
        lab.peer().sysctl("net.ipv4.icmp_ratelimit", 0);
        lab.peer().sysctl("net.ipv4.icmp_msgs_per_sec", 1_000_000);
        lab.peer().sysctl("net.ipv4.icmp_msgs_burst", 1_000_000);
        lab.peer().sysctl("net.ipv6.icmp.ratelimit", 0);
    }

    private static void address(Namespace side, String address, String link) {
        side.ip("-6", "address", "add", address + "/64", "dev", link, "nodad");
    }
}
