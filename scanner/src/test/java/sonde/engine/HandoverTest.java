// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.record.Protocol;
import sonde.record.RecordRing;
import sonde.record.ScanRecord;
import sonde.record.Status;

class HandoverTest {

    private final RecordRing ring = new RecordRing(64);
    private int woken;
    private boolean isGone;
    private final Handover handover = new Handover(ring, () -> isGone, this::wake);

    /** A writer that takes half of what there is whenever it is woken. */
    private void wake() {
        woken++;
        for (int n = ring.size() / 2; n > 0; n--) {
            ring.poll();
        }
    }

    private void put(int count) {
        for (int i = 0; i < count; i++) {
            handover.put(1, i, 0, 80, 0, 0x12, 57, -1);
        }
    }

    @Test
    void fewRecordsWaitForTheWriter() {
        put(4);
        handover.batchDone();
        assertEquals(0, woken);
        assertEquals(4, ring.size());
    }

    @Test
    void manyRecordsWakeIt() {
        put(5);
        handover.batchDone();
        assertEquals(1, woken);
    }

    @Test
    void aFullRingWakesItAndLosesNothing() {
        put(65);
        assertEquals(1, woken);
        assertEquals(33, ring.size());
    }

    @Test
    void takesNothingOnceItIsShut() {
        ScanRecord record = new ScanRecord(1, 2, Protocol.TCP, 80, Status.OPEN, 0x12, 57);
        assertTrue(handover.put(record));
        handover.shut();
        assertFalse(handover.put(record));
        assertEquals(1, ring.size());
    }

    @Test
    void nobodyWaitsForAWriterThatIsGone() {
        isGone = true;
        put(70);
        assertEquals(0, woken);
        assertEquals(64, ring.size());
    }
}
