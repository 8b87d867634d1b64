// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** Also stands for {@link BrokenPipeException}, which has nothing of its own. */
class OutputExceptionTest {

    private static OutputException of(String reason, boolean pipe) {
        IOException cause = new IOException(reason);
        OutputException exception = OutputException.whileWriting("x.json", pipe, cause);
        assertSame(cause, exception.getCause());
        assertFalse(exception.getMessage().contains("\n"));
        return exception;
    }

    @Test
    void saysThatTheDiskIsFull() {
        String message =
                "disk full while writing x.json: free some space or choose another place; what was"
                        + " written is whole";
        assertEquals(message, of("No space left on device", false).getMessage());
        assertEquals(message, of("Disk quota exceeded", false).getMessage());
    }

    @Test
    void tellsAReaderThatIsGoneInAnyLanguage() {
        assertInstanceOf(BrokenPipeException.class, of("Broken pipe", false));
        BrokenPipeException exception =
                assertInstanceOf(BrokenPipeException.class, of("Datenübergabe unterbrochen", true));
        assertEquals("the reader of x.json is gone", exception.getMessage());
    }

    @Test
    void passesOtherReasonsOn() {
        assertEquals(
                "cannot write x.json: Input/output error",
                of("Input/output error", false).getMessage());
    }
}
