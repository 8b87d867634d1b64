// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class GuardedTargetTest {

    private static final byte[] TEXT = Words.ascii("0123456789");

    private final SimulatedFile file = new SimulatedFile();
    private final GuardedTarget target = new GuardedTarget(file, () -> file.truncate(3));

    @Test
    void writesWhatIsAsked() throws IOException {
        target.put(0, TEXT, 2, 5);
        target.requireUsable();
        assertEquals("23456", file.content());
    }

    @Test
    void writesNothingForNoBytes() throws IOException {
        target.put(7, TEXT, 0, 0);
        assertEquals(0, file.writes());
    }

    @Test
    void putsTheFileInOrderAfterAFailedWriteAndTakesNoMore() {
        file.limit(6);
        IOException failure = assertThrows(IOException.class, () -> target.put(0, TEXT, 0, 10));
        assertEquals("012", file.content());
        assertSame(failure, assertThrows(IOException.class, target::requireUsable));
    }

    @Test
    void tellsTheFirstFailureIfTheFileCannotBePutInOrder() {
        IOException second = new IOException("second");
        GuardedTarget hopeless =
                new GuardedTarget(
                        file,
                        () -> {
                            throw second;
                        });
        file.limit(6);
        IOException first = assertThrows(IOException.class, () -> hopeless.put(0, TEXT, 0, 10));
        assertSame(second, first.getSuppressed()[0]);
    }

    @Test
    void takesTheLastStepOnceAndClosesThen() throws IOException {
        target.close(() -> target.put(0, TEXT, 0, 4));
        target.close(() -> target.put(4, TEXT, 4, 4));
        assertEquals("0123", file.content());
        assertTrue(file.isClosed());
        assertThrows(IllegalStateException.class, target::requireUsable);
    }

    @Test
    void takesNoLastStepAfterAFailure() throws IOException {
        file.limit(6);
        assertThrows(IOException.class, () -> target.put(0, TEXT, 0, 10));
        assertFalse(file.isClosed());
        target.close(() -> file.write(0, TEXT, 9, 1));
        assertEquals("012", file.content());
        assertTrue(file.isClosed());
    }
}
