// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

/**
 * Options of masscan and nmap that Sonde knows by name only, with what to do instead. They are
 * refused rather than passed over, because a scan without them would not be the scan that was asked
 * for.
 */
final class Refusals {

    private static final String PROBE_FORM =
            "is not supported: probes have a fixed form; in masscan it has no effect, leave it out";
    private static final String NMAP = "is nmap's; Sonde doesn't have it; leave it out";
    private static final String FINDS_PORTS =
            "is nmap's; Sonde finds open ports, scan those with nmap for more";
    private static final String TALKS =
            "is nmap's; --banners says what runs on open ports, with --deep in detail";
    private static final String PACE =
            "is nmap's; Sonde keeps to --rate, whatever answers come; leave it out";
    private static final String NOTHING_DONE = "does nothing in masscan either; leave it out";

    /** Names separated by spaces, each line followed by what is said of them. */
    private static final String[] LONG = {
        "script",
        "is not supported: Sonde runs no Lua; read the results of -oD - instead",
        "debug-tcp",
        "is not supported; --packet-trace shows every packet",
        "min-packet min-pkt badsum data-length",
        PROBE_FORM,
        "bpf",
        "does nothing in masscan either, and Sonde filters by itself; leave it out",
        "http-field-remove",
        NOTHING_DONE,
        "selftest regress",
        "is not part of the program; its tests are run by ./test",
        "benchmark",
        "is not part of the program; try --offline --rate 1G, or see docs/PERFORMANCE.md",
        "debug",
        "is not part of the program; --iflist shows interfaces and routes",
        "host-timeout min-rate scan-delay max-scan-delay min-parallelism max-parallelism"
            + " min-hostgroup max-hostgroup min-rtt-timeout max-rtt-timeout initial-rtt-timeout",
        PACE,
        "osscan-limit osscan-guess traceroute",
        FINDS_PORTS,
        "version-intensity version-light version-all version-trace",
        TALKS,
        "ip-options mtu privileged unprivileged port-ratio send-ip system-dns" + " dns-servers",
        NMAP,
    };

    /** One-dash forms, no one the beginning of another. */
    private static final String[] SHORT = {
        "-sC -sI -sW",
        NMAP,
        "-O -A",
        FINDS_PORTS,
        "-sV",
        TALKS,
        "-oN -oS",
        "is nmap's; the closest are -oL and, for a person, --interactive",
        "-T",
        PACE,
        "-F",
        "is nmap's; --top-ports 100 has as many ports",
        "-b -f -r -R",
        NMAP,
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
