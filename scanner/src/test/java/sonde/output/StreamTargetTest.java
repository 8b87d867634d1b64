// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

class StreamTargetTest {

    /** Counts closes; fails when told to. */
    private static final class Stream extends ByteArrayOutputStream {
        private int closes;

        @Override
        public void close() {
            closes++;
        }
    }

    private static final class Broken extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            throw new IOException("gone");
        }

        @Override
        public void close() throws IOException {
            throw new IOException("gone");
        }
    }

    @Test
    void writesInOrderWhateverThePosition() throws IOException {
        Stream stream = new Stream();
        try (StreamTarget target = new StreamTarget("s", stream, false, true)) {
            target.write(7, Words.ascii("-ab-"), 1, 2);
            target.truncate(0);
            target.write(0, Words.ascii("c"), 0, 1);
        }
        assertEquals("abc", stream.toString(US_ASCII));
        assertEquals(1, stream.closes);
    }

    @Test
    void leavesStandardOutputOpen() throws IOException {
        Stream stream = new Stream();
        new StreamTarget("s", stream, false, false).close();
        assertEquals(0, stream.closes);
    }

    @Test
    void tellsAPipeFromAnythingElse() {
        StreamTarget pipe = new StreamTarget("s", new Broken(), true, true);
        assertThrows(BrokenPipeException.class, () -> pipe.write(0, Words.ascii("a"), 0, 1));
        assertThrows(BrokenPipeException.class, pipe::close);
        StreamTarget device = new StreamTarget("s", new Broken(), false, true);
        assertEquals(
                "cannot write s: gone",
                assertThrows(OutputException.class, () -> device.write(0, Words.ascii("a"), 0, 1))
                        .getMessage());
    }
}
