// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The tags of an XML document (XML 1.0), one after the other, with their attributes. Text,
 * comments, instructions and the document type are passed over, so that no entity is ever declared:
 * but the five of XML itself and those of characters, none can be used. Whether tags fit each other
 * is not looked at. Bytes beyond ASCII become characters of the same number; so do the bytes of
 * UTF-8 that a character's reference stands for.
 */
final class XmlTokens {

    /** What {@link #next} returns. */
    enum Tag {
        START,
        END,
        /** The end of the file between two tags. */
        FILE_END,
        /** The end of the file elsewhere. */
        CUT_SHORT
    }

    private static final int NAME_MAX_LENGTH = 256;

    /** All attributes of one tag: the longest banner fits, each byte as a reference. */
    private static final int ATTRIBUTES_MAX_LENGTH = 1 << 20;

    private static final int ATTRIBUTES_MAX = 64;
    private static final int ENTITY_MAX_LENGTH = 10;
    private static final int HEX = 16;
    private static final int DECIMAL = 10;

    /** The file ended within a tag. */
    private static final class CutShortException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final ByteSource source;
    private final Map<String, String> attributes = new HashMap<>();
    private String name = "";
    private int attributesLength;

    /** The tag read last ends what it begins. */
    private boolean isEmpty;

    XmlTokens(ByteSource source) {
        this.source = source;
    }

    /** The element's name. */
    String name() {
        return name;
    }

    /** A start tag's attribute, or null. */
    @Nullable String attribute(String attribute) {
        return attributes.get(attribute);
    }

    Tag next() throws IOException {
        if (isEmpty) {
            isEmpty = false;
            return Tag.END;
        }
        try {
            while (true) {
                int next = source.read();
                if (next == ByteSource.END) {
                    return Tag.FILE_END;
                }
                if (next == '<') {
                    Tag tag = tag();
                    if (tag != null) {
                        return tag;
                    }
                }
            }
        } catch (CutShortException e) {
            return Tag.CUT_SHORT;
        }
    }

    private @Nullable Tag tag() throws IOException, CutShortException {
        return switch (source.peek()) {
            case '?' -> {
                skipTo("?>");
                yield null;
            }
            case '!' -> {
                read();
                skipDeclaration();
                yield null;
            }
            case '/' -> {
                read();
                name = readName();
                skipSpace();
                require('>');
                yield Tag.END;
            }
            default -> {
                name = readName();
                readAttributes();
                yield Tag.START;
            }
        };
    }

    private void skipDeclaration() throws IOException, CutShortException {
        if (source.peek() == '-') {
            read();
            require('-');
            skipTo("-->");
        } else if (source.peek() == '[') {
            skipTo("]]>");
        } else {
            skipDocumentType();
        }
    }

    /** Up to the bracket that closes the declaration, past those of its own declarations. */
    private void skipDocumentType() throws IOException, CutShortException {
        long depth = 1;
        while (depth > 0) {
            int next = read();
            switch (next) {
                case '<' -> depth++;
                case '>' -> depth--;
                case '"', '\'' -> {
                    int inside = read();
                    while (inside != next) {
                        inside = read();
                    }
                }
                default -> {
                    // Passed over.
                }
            }
        }
    }

    private void skipTo(String end) throws IOException, CutShortException {
        int matched = 0;
        while (matched < end.length()) {
            int next = read();
            if (next == end.charAt(matched)) {
                matched++;
            } else if (matched < 2 || next != end.charAt(0) || end.charAt(0) != end.charAt(1)) {
                // In "--->" and "]]]>" what was matched still is.
                matched = next == end.charAt(0) ? 1 : 0;
            }
        }
    }

    private void readAttributes() throws IOException, CutShortException {
        attributes.clear();
        attributesLength = 0;
        while (true) {
            skipSpace();
            switch (source.peek()) {
                case '>' -> {
                    read();
                    return;
                }
                case '/' -> {
                    read();
                    require('>');
                    isEmpty = true;
                    return;
                }
                default -> readAttribute();
            }
        }
    }

    private void readAttribute() throws IOException, CutShortException {
        String attribute = readName();
        skipSpace();
        require('=');
        skipSpace();
        int quote = read();
        if (quote != '"' && quote != '\'') {
            throw wrong("the value of " + attribute + " has no quotes");
        }
        StringBuilder value = new StringBuilder();
        for (int next = read(); next != quote; next = read()) {
            if (next == '&') {
                value.append(reference());
            } else {
                value.append((char) next);
            }
            if (attributesLength + value.length() > ATTRIBUTES_MAX_LENGTH) {
                throw wrong("attributes are longer than " + ATTRIBUTES_MAX_LENGTH);
            }
        }
        attributesLength += value.length();
        if (attributes.size() == ATTRIBUTES_MAX) {
            throw wrong("a tag has more than " + ATTRIBUTES_MAX + " attributes");
        }
        attributes.put(attribute, value.toString());
    }

    /** What a reference stands for whose ampersand was read. */
    private String reference() throws IOException, CutShortException {
        StringBuilder entity = new StringBuilder();
        for (int next = read(); next != ';'; next = read()) {
            if (entity.length() == ENTITY_MAX_LENGTH) {
                throw wrong("an '&' begins no reference");
            }
            entity.append((char) next);
        }
        String text = entity.toString();
        return switch (text) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> character(text);
        };
    }

    private String character(String text) throws ReadException {
        boolean isHex = text.startsWith("#x");
        try {
            if (text.startsWith("#")) {
                int character =
                        Integer.parseInt(text.substring(isHex ? 2 : 1), isHex ? HEX : DECIMAL);
                if (Character.isValidCodePoint(character)) {
                    return new String(Character.toString(character).getBytes(UTF_8), ISO_8859_1);
                }
            }
        } catch (NumberFormatException e) {
            // The message below says it.
        }
        throw wrong("&" + text + "; stands for nothing that results may have");
    }

    private String readName() throws IOException, CutShortException {
        StringBuilder read = new StringBuilder();
        while (isNamePart(source.peek())) {
            read.append((char) source.read());
            if (read.length() > NAME_MAX_LENGTH) {
                throw wrong("a name is longer than " + NAME_MAX_LENGTH);
            }
        }
        if (source.peek() == ByteSource.END) {
            throw new CutShortException();
        }
        if (read.isEmpty()) {
            throw wrong("'" + (char) source.peek() + "' where a name is expected");
        }
        return read.toString();
    }

    private static boolean isNamePart(int value) {
        return (value >= '0' && value <= '9')
                || (value >= 'a' && value <= 'z')
                || (value >= 'A' && value <= 'Z')
                || value == '-'
                || value == '.'
                || value == '_'
                || value == ':'
                || value >= 0x80;
    }

    private void skipSpace() throws IOException, CutShortException {
        source.skipSpace();
        if (source.peek() == ByteSource.END) {
            throw new CutShortException();
        }
    }

    private void require(char expected) throws IOException, CutShortException {
        int next = read();
        if (next != expected) {
            throw wrong("'" + (char) next + "' where '" + expected + "' is expected");
        }
    }

    private int read() throws IOException, CutShortException {
        int next = source.read();
        if (next == ByteSource.END) {
            throw new CutShortException();
        }
        return next;
    }

    /** Something wrong at the current place. */
    ReadException wrong(String what) {
        return source.wrongLine(what + ": this is no XML as Sonde, masscan or nmap write it");
    }
}
