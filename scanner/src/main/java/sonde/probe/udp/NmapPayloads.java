// SPDX-License-Identifier: Apache-2.0
package sonde.probe.udp;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/**
 * Reads the user's copy of nmap's {@code nmap-payloads}: {@code udp 53,67-68 "..."}, where strings
 * may go on over several lines, and {@code source} with a number may follow. One for each file.
 */
final class NmapPayloads {

    private final String file;
    private final String text;
    private final UdpPayloads.Builder payloads = new UdpPayloads.Builder();
    private int at;
    private int lineNumber = 1;

    private NmapPayloads(String file, byte[] content) {
        this.file = file;
        text = new String(content, StandardCharsets.ISO_8859_1);
    }

    /** Reads a whole file; its name is for messages. */
    static UdpPayloads parse(String file, byte[] content) throws PayloadException {
        NmapPayloads reader = new NmapPayloads(file, content);
        while (reader.skipBlanks()) {
            reader.entry();
        }
        return reader.payloads.build();
    }

    private PayloadException error(String what) {
        return new PayloadException(file, lineNumber, what);
    }

    /** Goes to the next that is no blank and no comment; false if there is none. */
    private boolean skipBlanks() {
        boolean inComment = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            inComment = c != '\n' && (inComment || c == '#');
            if (!inComment && c > ' ') {
                return true;
            }
            lineNumber += c == '\n' ? 1 : 0;
            at++;
        }
        return false;
    }

    private String word() {
        int from = at;
        while (at < text.length() && text.charAt(at) > ' ' && text.charAt(at) != '"') {
            at++;
        }
        return text.substring(from, at);
    }

    private void entry() throws PayloadException {
        int entryLine = lineNumber;
        String protocol = word();
        if (!protocol.equals("udp")) {
            throw error(PayloadException.quote(protocol) + " is no \"udp\", with which all begin");
        }
        BitSet ports = ports();
        Template.Builder bytes = new Template.Builder();
        boolean hasString = false;
        while (skipBlanks() && text.charAt(at) == '"') {
            string(bytes);
            hasString = true;
        }
        if (!hasString) {
            throw error("a string in quotation marks must follow the ports");
        }
        if (text.startsWith("source", at)) {
            at += "source".length();
            skipBlanks();
            if (PayloadFile.port(word()) < 0) {
                throw error("a port must follow \"source\"");
            }
        }
        UdpPayload payload =
                new UdpPayload("nmap-" + entryLine, bytes.build(), List.of(), List.of());
        for (int port = ports.nextSetBit(0); port >= 0; port = ports.nextSetBit(port + 1)) {
            if (!payloads.add(port, payload)) {
                throw error(PayloadFile.tooMany(port));
            }
        }
    }

    /** The ports behind {@code udp}; blanks may follow a comma. */
    private BitSet ports() throws PayloadException {
        BitSet ports = new BitSet();
        boolean goesOn = true;
        while (goesOn && skipBlanks()) {
            String word = word();
            goesOn = word.endsWith(",");
            String list = goesOn ? word.substring(0, word.length() - 1) : word;
            for (String range : list.split(",", -1)) {
                PayloadFile.addRange(ports, range, file, lineNumber);
            }
        }
        return ports;
    }

    private void string(Template.Builder bytes) throws PayloadException {
        int lineEnd = text.indexOf('\n', at);
        String line = text.substring(at, lineEnd < 0 ? text.length() : lineEnd);
        StringText string = new StringText(line, 0);
        byte[] read = string.read();
        if (read == null) {
            throw error(string.error());
        }
        at += string.end();
        bytes.fixed(read);
        if (bytes.lengthBytes() > UdpPayload.LENGTH_MAX_BYTES) {
            throw error("more than " + UdpPayload.LENGTH_MAX_BYTES + " bytes; shorten it");
        }
    }
}
