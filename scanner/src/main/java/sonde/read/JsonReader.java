// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import org.jspecify.annotations.Nullable;

import sonde.output.Field;
import sonde.record.ScanRecord;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads JSON, one object after the other: arrays, lines, and everything that masscan has written in
 * their place. Brackets and commas between objects may be missing or too many, so that a cut off
 * array, one with a comma at its end and several joined are read alike. An object is one record, or
 * one for each of its {@code ports}, which follow its {@code ip}.
 */
final class JsonReader implements RecordReader {

    /** Deeper nesting is nobody's results. */
    private static final int DEPTH_MAX = 64;

    private static final String PORTS = "ports";
    private static final String DATA = "data";
    private static final String SERVICE = "service";

    private static final Map<String, Field> FIELDS = new HashMap<>();

    static {
        Arrays.stream(Field.values()).forEach(field -> FIELDS.put(field.label(), field));
        FIELDS.put("service_name", Field.SERVICE);
    }

    /** Where the reader stands between two records. */
    private enum Place {
        OUTSIDE,
        IN_OBJECT,
        IN_PORTS
    }

    private final ByteSource source;
    private final JsonTokens tokens;
    private final Findings findings = new Findings();
    private Place place = Place.OUTSIDE;

    /** The banner's text, until it is known who wrote it. */
    private @Nullable String text;

    /** Whether the text stood beside the address, as {@code --fields} has it and masscan never. */
    private boolean isFlat;

    /** Whether the object says anything of a target. */
    private boolean isRecord;

    /** Whether the object had ports, which were its records. */
    private boolean hadPorts;

    private boolean isCutShort;

    /** The end came where the value of a member was expected. */
    private static final class CutShortException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    JsonReader(ByteSource source) {
        this.source = source;
        tokens = new JsonTokens(source);
    }

    @Override
    public @Nullable ScanRecord next() throws IOException {
        try {
            while (true) {
                ScanRecord record =
                        switch (place) {
                            case OUTSIDE -> null;
                            case IN_OBJECT -> finishObject();
                            case IN_PORTS -> nextPort();
                        };
                if (record != null) {
                    return record;
                }
                if (place == Place.OUTSIDE && !enterObject()) {
                    return null;
                }
            }
        } catch (CutShortException e) {
            isCutShort = true;
            return null;
        } catch (IllegalArgumentException e) {
            throw tokens.wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Goes into the next object, or returns false at the end. */
    private boolean enterObject() throws IOException {
        while (true) {
            switch (tokens.next()) {
                case '{' -> {
                    findings.clear();
                    text = null;
                    isFlat = false;
                    isRecord = false;
                    hadPorts = false;
                    place = Place.IN_OBJECT;
                    return true;
                }
                case '[', ']', ',' -> {
                    // Whether they are where they belong doesn't matter.
                }
                case JsonTokens.END -> {
                    return false;
                }
                default -> throw tokens.wrong("a value where an object is expected");
            }
        }
    }

    /** Reads the current object to its end, or to the first of its ports. */
    private @Nullable ScanRecord finishObject() throws IOException, CutShortException {
        while (place == Place.IN_OBJECT) {
            String name = nextName();
            if (name == null) {
                place = Place.OUTSIDE;
                return isRecord && !hadPorts ? record() : null;
            }
            char first = value();
            if (name.equals(PORTS) && first == '[') {
                place = Place.IN_PORTS;
                hadPorts = true;
            } else {
                take(name, first, 1);
            }
        }
        return null;
    }

    private @Nullable ScanRecord nextPort() throws IOException, CutShortException {
        while (true) {
            switch (tokens.next()) {
                case '{' -> {
                    findings.clearTarget();
                    text = null;
                    takeMembers("", 2);
                    return record();
                }
                case ']' -> {
                    place = Place.IN_OBJECT;
                    return null;
                }
                case ',' -> {
                    // One too many does no harm.
                }
                case JsonTokens.END -> throw new CutShortException();
                default -> throw tokens.wrong("a value where a port's object is expected");
            }
        }
    }

    private ScanRecord record() {
        if (text != null) {
            findings.text(BannerBytes.ofCharacters(text, isFlat || findings.hasRecognition()));
        }
        return findings.record();
    }

    /**
     * Takes all members of an object whose brace was read.
     *
     * @param outer the member whose value the object is
     */
    private void takeMembers(String outer, int depth) throws IOException, CutShortException {
        for (String name = nextName(); name != null; name = nextName()) {
            String full = outer.equals(SERVICE) && name.equals("name") ? SERVICE : name;
            take(full, value(), depth);
        }
    }

    /** Takes one member whose value begins with the given token. */
    private void take(String name, char first, int depth) throws IOException, CutShortException {
        if (depth > DEPTH_MAX) {
            throw tokens.wrong("objects lie more than " + DEPTH_MAX + " deep");
        }
        if (first == '{' && (name.equals(DATA) || name.equals(SERVICE))) {
            takeMembers(name, depth + 1);
        } else if (first == '{' || first == '[') {
            skip();
        } else {
            takeWord(name, first, depth);
        }
    }

    private void takeWord(String name, char kind, int depth) {
        Field field = FIELDS.get(name);
        String word = tokens.text();
        if (field == null || (kind == JsonTokens.WORD && word.equals("null"))) {
            return;
        }
        isRecord = true;
        if (field == Field.BANNER) {
            text = word;
            isFlat = depth == 1;
        } else if (!word.isEmpty()) {
            FieldWords.take(findings, field, word);
        }
    }

    /** The next member's name, with its colon read; null at the object's end. */
    private @Nullable String nextName() throws IOException, CutShortException {
        char kind = tokens.next();
        while (kind == ',') {
            kind = tokens.next();
        }
        if (kind == '}') {
            return null;
        }
        if (kind == JsonTokens.END) {
            throw new CutShortException();
        }
        if (kind != JsonTokens.STRING && kind != JsonTokens.WORD) {
            throw tokens.wrong("'" + kind + "' where a member's name is expected");
        }
        String name = tokens.text();
        char colon = tokens.next();
        if (colon == JsonTokens.END) {
            throw new CutShortException();
        }
        if (colon != ':') {
            throw tokens.wrong("no colon behind the member's name '" + name + "'");
        }
        return name;
    }

    /** The first token of a value. */
    private char value() throws IOException, CutShortException {
        char kind = tokens.next();
        return switch (kind) {
            case '{', '[', JsonTokens.STRING, JsonTokens.WORD -> kind;
            case JsonTokens.END -> throw new CutShortException();
            default -> throw tokens.wrong("'" + kind + "' where a value is expected");
        };
    }

    /** Passes over an object or array whose bracket was read, without looking what is in it. */
    private void skip() throws IOException, CutShortException {
        long depth = 1;
        while (depth > 0) {
            switch (tokens.next()) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case JsonTokens.END -> throw new CutShortException();
                default -> {
                    // Passed over.
                }
            }
        }
    }

    @Override
    public boolean isCutShort() {
        return isCutShort || source.isCutShort();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
