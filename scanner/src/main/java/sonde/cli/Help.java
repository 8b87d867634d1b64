// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

/** The help page, made from the table of options. */
final class Help {

    static final int WIDTH = 100;

    private static final int TEXT_COLUMN = 33;

    private static final String TOP =
            """
            sonde [OPTIONS] TARGETS

            Finds hosts and open ports, over TCP, UDP, SCTP, ICMP, ARP and other IP protocols, IPv4 and
            IPv6; reads what UDP services answer, and with --banners says what runs on TCP ports.
            Scan only networks that you own or are allowed to scan.

              sonde -p80,443 198.18.0.0/16 --rate 10k -oJ found.json
              sonde --top-ports 100 192.168.1.0/24 --banners
              sonde -p80,U:53,161 --ping 198.18.0.0/24 2001:db8::/120 --show all
              sonde -p- 127.0.0.1 --wait auto

            """;

    private static final String FORMS =
            """
            Options are written --name VALUE, --name=VALUE or --name:VALUE; case, dashes and dots in names
            don't count. Most of masscan's names are understood.

            """;

    private static final String BRIEF =
            """
            sonde -p PORTS TARGETS      finds open ports, and with --banners says what runs there,
                                        for example

              sonde -p80,443,U:53 192.168.1.0/24

            Scan only networks that you own or are allowed to scan. All options: sonde --help
            """;

    private Help() {}

    /** What {@code sonde} alone prints. */
    static String brief() {
        return BRIEF;
    }

    /** What {@code --help} prints. */
    static String page() {
        StringBuilder page = new StringBuilder(6000).append(TOP);
        for (Section section : Section.values()) {
            page.append(section.title()).append('\n');
            for (Option option : Option.values()) {
                if (option.section() == section && !option.help().isEmpty()) {
                    append(page, option);
                }
            }
            page.append('\n');
        }
        page.append(FORMS).append("EXIT CODES\n");
        for (ExitCode code : ExitCode.values()) {
            page.append("  ");
            Decimals.append(page, code.number(), 3, ' ');
            page.append("  ").append(code.meaning()).append('\n');
        }
        return page.toString();
    }

    private static void append(StringBuilder page, Option option) {
        int start = page.length();
        page.append("  ");
        if (!option.shorts().isEmpty()) {
            page.append(option.shorts().replace(" ", ", ")).append(", ");
        }
        page.append("--").append(option.label());
        if (!option.metavar().isEmpty()) {
            page.append(' ').append(option.metavar());
        }
        if (page.length() - start > TEXT_COLUMN - 2) {
            page.append('\n');
            start = page.length();
        }
        appendWrapped(page, start, option.help());
    }

    /** Appends words from the text column on, on as many lines as they need. */
    private static void appendWrapped(StringBuilder page, int start, String text) {
        int lineStart = start;
        int wordStart = 0;
        boolean first = true;
        while (wordStart < text.length()) {
            int space = text.indexOf(' ', wordStart);
            int wordEnd = space < 0 ? text.length() : space;
            int column = page.length() - lineStart;
            if (!first && column + 1 + wordEnd - wordStart > WIDTH) {
                page.append('\n');
                lineStart = page.length();
                first = true;
            }
            if (first) {
                page.repeat(' ', Math.max(0, TEXT_COLUMN - (page.length() - lineStart)));
            } else {
                page.append(' ');
            }
            page.append(text, wordStart, wordEnd);
            first = false;
            wordStart = wordEnd + 1;
        }
        page.append('\n');
    }
}
