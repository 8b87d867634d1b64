// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

/**
 * Options of masscan and nmap that Sonde knows by name only, with what to do instead. They are
 * refused rather than passed over, because a scan without them would not be the scan that was asked
 * for.
 */
final class Refusals {

    private static final String NOT_YET = "is not supported yet";
    private static final String OUTPUTS = NOT_YET + "; use -oL, -oJ or -oD";
    private static final String PACKET_FORM = NOT_YET + ": a probe's form is fixed";
    private static final String NMAP = "is nmap's; Sonde doesn't have it";
    private static final String FINDS_PORTS =
            "is nmap's; Sonde finds open ports, scan those with nmap for more";
    private static final String TALKS =
            "is nmap's; --banners says what runs on open ports, with --deep in detail";
    private static final String PACE = "is nmap's; Sonde keeps to --rate, whatever answers come";
    private static final String NOTHING_DONE = "does nothing in masscan either; leave it out";

    /** Names separated by spaces, each line followed by what is said of them. */
    private static final String[] LONG = {
        "rawudp",
        NOT_YET + "; what UDP services answer is reported anyway",
        "tcp-mss tcp-wscale tcp-tsecho tcp-sackok noreset",
        PACKET_FORM,
        "output-append append-output rotate output-rotate rotate-output rotate-time rotate-offset"
                + " rotate-size rotate-filesize rotate-dir rotate-directory",
        NOT_YET + "; give every run a file of its own",
        "stylesheet webxml no-stylesheet redis redis-pwd",
        OUTPUTS,
        "noshow output-noshow",
        NOT_YET + "; say what you want with --show",
        "readscan readrange readranges echo-all echo-cidr script banner-types banner-type"
                + " banner-apps banner-app debug-tcp",
        NOT_YET,
        "blackrock-rounds infinite",
        NOT_YET + "; the order is fixed by --seed alone",
        "pfring sendq sendqueue",
        "is not needed: Sonde chooses the fastest --link by itself",
        "min-packet min-pkt badsum data-length bpf datadir reason http-field-remove",
        NOTHING_DONE,
        "selftest regress benchmark debug nmap",
        "is not part of the program; see sonde --help",
        "host-timeout min-rate scan-delay max-scan-delay min-parallelism max-parallelism"
            + " min-hostgroup max-hostgroup min-rtt-timeout max-rtt-timeout initial-rtt-timeout",
        PACE,
        "osscan-limit osscan-guess traceroute",
        FINDS_PORTS,
        "version-intensity version-light version-all version-trace",
        TALKS,
        "ip-options mtu privileged unprivileged port-ratio send-ip send-eth system-dns"
                + " dns-servers release-memory",
        NMAP,
    };

    /** One-dash forms, no one the beginning of another. */
    private static final String[] SHORT = {
        "-sC -sI -sW",
        NMAP + "; leave it out",
        "-O -A",
        FINDS_PORTS,
        "-sV",
        TALKS,
        "-oX -oB -oG -oU -oH -oR -oA -oN -oS",
        OUTPUTS,
        "-iR",
        NOT_YET + "; name the ranges to scan",
        "-T",
        PACE,
        "-b -f -F -r -R",
        NMAP,
        "-v -d",
        "is not supported: there are no levels of detail; --packet-trace shows every packet",
    };

    private Refusals() {}

    /** What to say of a long option, or null if it is wholly unknown. */
    static @Nullable String ofLong(String name) {
        for (int i = 0; i < LONG.length; i += 2) {
            if (Names.listed(LONG[i], name)) {
                return LONG[i + 1];
            }
        }
        return null;
    }

    /** What to say of a word with one dash, or null if it is wholly unknown. */
    static @Nullable String ofShort(String word) {
        for (int i = 0; i < SHORT.length; i += 2) {
            for (String form : SHORT[i].split(" ", -1)) {
                if (word.startsWith(form) && mayFollow(form, word.substring(form.length()))) {
                    return SHORT[i + 1];
                }
            }
        }
        return null;
    }

    /**
     * Whether a refused form is still meant with this behind it: {@code -oXfile}, {@code -T4},
     * {@code -vv}.
     */
    private static boolean mayFollow(String form, String rest) {
        return rest.isEmpty() || form.length() > 2 || Values.isDigits(rest) || form.endsWith(rest);
    }

    /** Every long name, for tests. */
    static String longNames() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < LONG.length; i += 2) {
            names.append(i == 0 ? "" : " ").append(LONG[i]);
        }
        return names.toString();
    }
}
