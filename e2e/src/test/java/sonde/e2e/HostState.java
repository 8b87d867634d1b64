// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

/** What a scan could change of the scanner's host, as text to be compared. */
final class HostState {

    private HostState() {}

    static String of(Lab lab) {
        Namespace host = lab.scanner();
        return link(lab)
                + host.ip("address", "show")
                + host.ip("route", "show", "table", "all")
                + host.ip("rule", "show")
                + host.must("sh", "-c", "! command -v nft >/dev/null || nft list ruleset");
    }

    /** The scanner's interface alone, with the XDP program attached to it if there is one. */
    static String link(Lab lab) {
        return lab.scanner().ip("-d", "link", "show", Lab.SCANNER_LINK);
    }
}
