// SPDX-License-Identifier: Apache-2.0
package sonde.banner.nmap;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads one file line by line, strictly but for the expressions themselves. Probes of UDP are kept
 * only as fallbacks of others.
 */
final class ProbesReader {

    private static final int PORT_MAX = 65_535;

    /** The rarity of probes that don't say; Nmap's choice. */
    private static final int RARITY_DEFAULT = 5;

    private static final int RARITY_MAX = 9;

    /** The name of the probe that says nothing and is every other one's last fallback. */
    private static final String SILENT = "NULL";

    /** A probe while its lines are read. */
    private static final class Draft {
        final byte[] payload;
        final BitSet ports = new BitSet();
        final BitSet tlsPorts = new BitSet();
        final List<ServiceMatch> matches = new ArrayList<>();
        int rarity = RARITY_DEFAULT;
        String fallback = "";
        int fallbackLine;

        Draft(byte[] payload) {
            this.payload = payload;
        }
    }

    private final String file;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private final Map<String, Draft> udpDrafts = new HashMap<>();
    private final BitSet excluded = new BitSet();
    private @Nullable Draft draft;
    private int lineNumber;

    ProbesReader(String file) {
        this.file = file;
    }

    ServiceProbes read(byte[] content) throws NmapSyntaxException {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            lineNumber++;
            String line = text.substring(start, end);
            line(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
            start = end + 1;
        }
        return finish();
    }

    private void line(String line) throws NmapSyntaxException {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        int space = line.indexOf(' ');
        String directive = space < 0 ? line : line.substring(0, space);
        String rest = space < 0 ? "" : line.substring(space + 1).strip();
        switch (directive) {
            case "Probe" -> probe(rest);
            case "Exclude" -> ports(rest, excluded);
            case "match" -> match(rest, false);
            case "softmatch" -> match(rest, true);
            case "ports" -> ports(rest, draft().ports);
            case "sslports" -> ports(rest, draft().tlsPorts);
            case "rarity" -> draft().rarity = number(rest, 1, RARITY_MAX);
            case "fallback" -> {
                draft().fallback = rest;
                draft().fallbackLine = lineNumber;
            }
            // How long to wait is Sonde's choice.
            case "totalwaitms", "tcpwrappedms" -> number(rest, 1, Integer.MAX_VALUE);
            default -> throw bad(NmapSyntaxException.quote(directive) + " is no directive");
        }
    }

    private Draft draft() throws NmapSyntaxException {
        if (draft == null) {
            throw bad("stands before the first Probe");
        }
        return draft;
    }

    private void probe(String rest) throws NmapSyntaxException {
        String[] words = rest.split(" ", 3);
        boolean tcp = words[0].equals("TCP");
        if (words.length < 3 || (!tcp && !words[0].equals("UDP"))) {
            throw bad("a probe is written Probe TCP NAME q|TEXT|");
        }
        String quoted = words[2].strip();
        int end = quoted.length() < 3 ? -1 : quoted.indexOf(quoted.charAt(1), 2);
        if (!quoted.startsWith("q") || end < 0) {
            throw bad("the text of a probe is written q|TEXT|");
        }
        byte[] payload = Escapes.read(quoted.substring(2, end));
        if (payload == null) {
            throw bad("the text of the probe has an unknown escape");
        }
        Draft next = new Draft(payload);
        if ((tcp ? drafts : udpDrafts).putIfAbsent(words[1], next) != null) {
            throw bad(NmapSyntaxException.quote(words[1]) + " is the name of an earlier probe");
        }
        draft = next;
    }

    private void match(String rest, boolean soft) throws NmapSyntaxException {
        int space = rest.indexOf(' ');
        String service = space < 0 ? rest : rest.substring(0, space);
        String pattern = space < 0 ? "" : rest.substring(space + 1).strip();
        int end = pattern.length() < 3 ? -1 : pattern.indexOf(pattern.charAt(1), 2);
        if (!pattern.startsWith("m") || end < 0) {
            throw bad("a match is written match SERVICE m|EXPRESSION|");
        }
        int flags = 0;
        int at = end + 1;
        while (at < pattern.length() && pattern.charAt(at) != ' ') {
            flags |=
                    switch (pattern.charAt(at++)) {
                        case 's' -> Pattern.DOTALL;
                        case 'i' -> Pattern.CASE_INSENSITIVE;
                        default -> throw bad("behind an expression stand only the letters s and i");
                    };
        }
        List<Template> templates = templates(pattern.substring(at));
        draft().matches
                .add(new ServiceMatch(service, soft, pattern.substring(2, end), flags, templates));
    }

    private List<Template> templates(String text) throws NmapSyntaxException {
        List<Template> templates = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
                continue;
            }
            boolean cpe = text.startsWith("cpe:", at);
            char kind = text.charAt(at);
            int open = cpe ? at + 4 : at + 1;
            int close = open < text.length() ? text.indexOf(text.charAt(open), open + 1) : -1;
            if (close < 0 || (!cpe && "pvihod".indexOf(kind) < 0)) {
                throw bad(
                        NmapSyntaxException.quote(text.substring(at))
                                + " is not p/TEXT/, nor with v, i, h, o, d or cpe: for the p");
            }
            templates.add(new Template(kind, text.substring(open + 1, close)));
            at = close + 1;
            // Says that a CPE name may be taken for the application's: nothing to Sonde.
            if (cpe && text.startsWith("a", at)) {
                at++;
            }
        }
        return List.copyOf(templates);
    }

    private void ports(String list, BitSet ports) throws NmapSyntaxException {
        boolean tcp = true;
        for (String item : list.split(",", -1)) {
            String range = item.strip();
            if (range.startsWith("T:") || range.startsWith("U:")) {
                tcp = range.startsWith("T:");
                range = range.substring(2);
            }
            int dash = range.indexOf('-');
            int first = number(dash < 0 ? range : range.substring(0, dash), 0, PORT_MAX);
            int last = dash < 0 ? first : number(range.substring(dash + 1), 0, PORT_MAX);
            if (last < first) {
                throw bad(NmapSyntaxException.quote(range) + " ends before it begins");
            }
            if (tcp) {
                ports.set(first, last + 1);
            }
        }
    }

    private int number(String text, int min, int max) throws NmapSyntaxException {
        try {
            int number = text.startsWith("+") ? -1 : Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw bad(NmapSyntaxException.quote(text) + " is no number from " + min + " to " + max);
    }

    private ServiceProbes finish() throws NmapSyntaxException {
        if (drafts.isEmpty()) {
            throw new NmapSyntaxException(file, 0, "has no TCP probe; is it a file of nmap's?");
        }
        List<Probe> probes = new ArrayList<>();
        List<ServiceMatch> all = new ArrayList<>();
        Probe silent = null;
        for (Map.Entry<String, Draft> entry : drafts.entrySet()) {
            Draft each = entry.getValue();
            Probe probe =
                    new Probe(
                            entry.getKey(),
                            each.payload,
                            each.ports,
                            each.tlsPorts,
                            each.rarity,
                            matchesOf(each));
            silent = entry.getKey().equals(SILENT) ? probe : silent;
            probes.add(probe);
            all.addAll(each.matches);
        }
        return new ServiceProbes(List.copyOf(probes), silent, excluded, List.copyOf(all));
    }

    private List<List<ServiceMatch>> matchesOf(Draft probe) throws NmapSyntaxException {
        List<List<ServiceMatch>> matches = new ArrayList<>();
        matches.add(List.copyOf(probe.matches));
        for (String name : probe.fallback.split(",", -1)) {
            if (name.isBlank()) {
                continue;
            }
            Draft tcp = drafts.get(name.strip());
            Draft fallback = tcp == null ? udpDrafts.get(name.strip()) : tcp;
            if (fallback == null) {
                throw new NmapSyntaxException(
                        file,
                        probe.fallbackLine,
                        NmapSyntaxException.quote(name) + " is the name of no probe");
            }
            matches.add(List.copyOf(fallback.matches));
        }
        Draft silent = drafts.get(SILENT);
        if (silent != null && silent != probe) {
            matches.add(List.copyOf(silent.matches));
        }
        return List.copyOf(matches);
    }

    private NmapSyntaxException bad(String what) {
        return new NmapSyntaxException(file, lineNumber, what);
    }
}
