// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** Reads the format of payload files, which docs/PAYLOADS.md describes. One for each file. */
final class PayloadFile {

    private final String file;
    private final @Nullable Set<String> extras;
    private final UdpPayloads.Builder payloads = new UdpPayloads.Builder();

    private int lineNumber;

    /** The entry being read; there is none while its name is empty. */
    private String name = "";

    private BitSet ports = new BitSet();
    private Template.Builder bytes = new Template.Builder();
    private boolean hasBytes;
    private List<Template> answers = new ArrayList<>();
    private List<Template> contents = new ArrayList<>();

    private PayloadFile(String file, @Nullable Set<String> extras) {
        this.file = file;
        this.extras = extras;
    }

    /**
     * Reads a whole file.
     *
     * @param file its name, for messages
     * @param extras which of the payloads whose name ends in ? are taken; null for all
     */
    static UdpPayloads parse(String file, byte[] content, @Nullable Set<String> extras)
            throws PayloadException {
        PayloadFile reader = new PayloadFile(file, extras);
        String text = new String(content, StandardCharsets.ISO_8859_1);
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end;
            reader.lineNumber++;
            reader.line(text.substring(from, end).replace('\t', ' ').strip());
            from = end + 1;
        }
        reader.finish();
        return reader.payloads.build();
    }

    private PayloadException error(String what) {
        return new PayloadException(file, lineNumber, what);
    }

    private void line(String line) throws PayloadException {
        if (line.isEmpty() || line.charAt(0) == '#') {
            return;
        }
        int blank = line.indexOf(' ');
        String key = blank < 0 ? line : line.substring(0, blank);
        int from = blank < 0 ? line.length() : blank;
        if (name.isEmpty() && !key.equals("payload")) {
            throw error(PayloadException.quote(key) + " stands before the first line of a payload");
        }
        switch (key) {
            case "payload" -> begin(value(line, from));
            case "ports" -> addPorts(value(line, from));
            case "send" -> {
                read(line, from, false, bytes);
                hasBytes = true;
            }
            case "answer" -> answers.add(template(line, from));
            case "contains" -> contents.add(template(line, from));
            default ->
                    throw error(
                            PayloadException.quote(key)
                                    + " is none of payload, ports, send, answer, contains");
        }
    }

    private static String value(String line, int from) {
        int comment = line.indexOf('#', from);
        return line.substring(from, comment < 0 ? line.length() : comment).strip();
    }

    private void begin(String value) throws PayloadException {
        finish();
        if (value.isEmpty() || value.indexOf(' ') >= 0) {
            throw error("a payload needs a name of one word behind \"payload\"");
        }
        name = value;
        ports = new BitSet();
        bytes = new Template.Builder();
        hasBytes = false;
        answers = new ArrayList<>();
        contents = new ArrayList<>();
    }

    private Template template(String line, int from) throws PayloadException {
        Template.Builder builder = new Template.Builder();
        read(line, from, true, builder);
        return builder.build();
    }

    private void read(String line, int from, boolean isAnswer, Template.Builder out)
            throws PayloadException {
        String error = new TokenReader(line, from, isAnswer, out).read();
        if (error != null) {
            throw error(error);
        }
    }

    private void addPorts(String value) throws PayloadException {
        for (String range : value.split("[ ,]+", -1)) {
            addRange(ports, range, file, lineNumber);
        }
    }

    /** Adds a port, or a range like 10-20. */
    static void addRange(BitSet ports, String range, String file, int lineNumber)
            throws PayloadException {
        int dash = range.indexOf('-');
        int first = port(dash < 0 ? range : range.substring(0, dash));
        int last = dash < 0 ? first : port(range.substring(dash + 1));
        if (first < 0 || last < first) {
            throw new PayloadException(
                    file,
                    lineNumber,
                    PayloadException.quote(range)
                            + " is no port; write numbers from 0 to 65535, or 10-20");
        }
        ports.set(first, last + 1);
    }

    /** A port of up to five digits, or -1. */
    static int port(String text) {
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || text.length() > 5) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return text.isEmpty() || value > 0xFFFF ? -1 : value;
    }

    /** Adds the entry whose lines have been read. */
    private void finish() throws PayloadException {
        if (name.isEmpty()) {
            return;
        }
        boolean isExtra = name.endsWith("?");
        String shown = isExtra ? name.substring(0, name.length() - 1) : name;
        boolean isDefault = shown.equals(UdpPayloads.DEFAULT_NAME);
        if (!hasBytes) {
            throw error("payload " + PayloadException.quote(shown) + " lacks a line \"send\"");
        }
        if (ports.isEmpty() != isDefault) {
            throw error(
                    "payload "
                            + PayloadException.quote(shown)
                            + (isDefault ? " is for all other ports; take out" : " lacks")
                            + " its line \"ports\"");
        }
        if (isExtra && extras != null && !extras.contains(shown)) {
            return;
        }
        UdpPayload payload = new UdpPayload(shown, bytes.build(), answers, contents);
        if (isDefault) {
            payloads.setCommon(payload);
        }
        for (int port = ports.nextSetBit(0); port >= 0; port = ports.nextSetBit(port + 1)) {
            if (!payloads.add(port, payload)) {
                throw error(tooMany(port));
            }
        }
    }

    /** That a port has more payloads than may be. */
    static String tooMany(int port) {
        return "port " + port + " has more than " + UdpPayloads.VARIANTS_MAX + " payloads";
    }
}
