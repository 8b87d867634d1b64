// SPDX-License-Identifier: Apache-2.0
package sonde.tcp;

import static sonde.tcp.ConnectionTable.ACK_PENDING;
import static sonde.tcp.ConnectionTable.FIN_QUEUED;
import static sonde.tcp.ConnectionTable.FREE;

/** What holds of the state of all connections between two calls; slow, for tests. */
final class TcpInvariants {

    private TcpInvariants() {}

    /** Throws if the state contradicts itself. */
    static void check(ConnectionTable table) {
        int blocks = 0;
        int open = 0;
        for (int c = 0; c < table.state.length; c++) {
            blocks += table.queues.blockCount(table.input(c));
            blocks += table.queues.blockCount(table.output(c));
            if (table.state[c] != FREE) {
                open++;
                check(table, c);
            }
        }
        require(open == table.index.size(), open + " open, index " + table.index.size());
        require(blocks + table.pool.freeCount() == table.pool.blockCount(), "blocks are lost");
        require(table.queuedCount() <= table.state.length, "queued twice");
    }

    private static void check(ConnectionTable table, int c) {
        int sent = table.sndNxt[c] - table.sndUna[c];
        int most = table.sndMax[c] - table.sndUna[c];
        int length = table.outLength[c] + (table.has(c, FIN_QUEUED) ? 1 : 0);
        require(table.hasTimer(c) || table.has(c, ConnectionTable.QUEUED), "nothing wakes it");
        require(sent >= 0 && sent <= most && most <= length, "sent " + sent + ", most " + most);
        require(table.inLength[c] <= table.inputMaxBytes, "input " + table.inLength[c]);
        require(table.reassembly.isConsistent(c, table.rcvNxt[c]), "ranges");
        boolean isQueued = table.has(c, ConnectionTable.QUEUED);
        require(!table.has(c, ACK_PENDING) || isQueued, "ACK pending but not queued");
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalStateException(what);
        }
    }
}
