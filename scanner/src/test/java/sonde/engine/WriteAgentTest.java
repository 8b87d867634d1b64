// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import sonde.record.Protocol;
import sonde.record.RecordRing;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.stat.Counter;
import sonde.stat.Counters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

class WriteAgentTest {

    /** The filter of these tests lets nothing of this port pass. */
    private static final int LEFT_OUT = 60_000;

    private final RecordRing ring = new RecordRing(1 << 11);
    private final Counters counters = new Counters();
    private final List<ScanRecord> records = new ArrayList<>();
    private int printings;
    private final WriteAgent agent =
            new WriteAgent(
                    List.of(ring),
                    Wiring.into(records),
                    record -> record.port() != LEFT_OUT,
                    null,
                    new ScanListener() {
                        @Override
                        public void onResults(Printing printing) throws IOException {
                            printings++;
                            printing.print();
                        }
                    },
                    counters);

    @SuppressWarnings("EnumOrdinal") // As the ring takes them.
    private void offer(int count) {
        for (int i = 0; i < count; i++) {
            ring.offer(9, i, Protocol.TCP.ordinal(), 80, Status.OPEN.ordinal(), 0x12, 57, -1);
        }
    }

    @Test
    void writesAndShowsWhatThereIs() throws IOException {
        offer(3);
        assertEquals(3, agent.doWork());
        assertEquals(1, printings);
        assertEquals(3, counters.get(Counter.RECORDS_WRITTEN));
        ScanRecord expected = new ScanRecord(9, 2, Protocol.TCP, 80, Status.OPEN, 0x12, 57);
        assertEquals(expected, records.getLast());
        assertFalse(agent.isDone());
    }

    @Test
    void touchesNothingWhileThereIsNothing() throws IOException {
        assertEquals(0, agent.doWork());
        assertEquals(0, printings);
        agent.finish();
        assertEquals(1, printings);
    }

    @Test
    void takesALotInTurnsAndKeepsTheOrder() throws IOException {
        offer(1500);
        assertEquals(1024, agent.doWork());
        assertEquals(0, printings, "flushed under load");
        assertEquals(476, agent.doWork());
        assertEquals(1, printings);
        for (int i = 0; i < 1500; i++) {
            assertEquals(i, records.get(i).address().ipv4());
        }
    }
}
