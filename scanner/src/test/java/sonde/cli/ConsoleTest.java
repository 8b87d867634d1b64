// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

final class ConsoleTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Console plain = new Console(out, false);
    private final Console json = new Console(out, true);

    private String printed() {
        String text = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return text;
    }

    @Test
    void writesLinesForPeople() {
        plain.say("a line");
        plain.note("note: \"b\"");
        plain.write("as it is");
        assertEquals("a line\nnote: \"b\"\nas it is", printed());
    }

    @Test
    void notesAreObjectsForPrograms() {
        json.note("note: it is so");
        assertEquals("{\"note\":\"note: it is so\"}\n", printed());
    }

    /** Messages have names of files in them, which may have anything in them. */
    @Test
    void nothingInANoteEndsItsObject() {
        json.note("a\"b\\c\nd\u001b[2Je");
        assertEquals("{\"note\":\"a\\\"b\\\\c\\\\x0ad\\\\x1b[2Je\"}\n", printed());
    }

    @Test
    void aNoteHasItsLimit() {
        json.note("x".repeat(100_000));
        assertEquals("{\"note\":\"" + "x".repeat(997) + "...\"}\n", printed());
    }

    @Test
    void writesUtf8() {
        plain.say("\u00fc");
        assertEquals("\u00fc\n", printed());
    }

    @Test
    void isContentWithNobodyThere() {
        Console closed =
                new Console(
                        new OutputStream() {
                            @Override
                            public void write(int b) throws IOException {
                                throw new IOException("Broken pipe");
                            }
                        },
                        false);
        assertDoesNotThrow(() -> closed.say("a line"));
    }

    /** What is kept in a buffer is not told. */
    @Test
    void flushesEachLine() {
        Console buffered = new Console(new BufferedOutputStream(out), false);
        buffered.say("a line");
        assertEquals("a line\n", printed());
    }
}
