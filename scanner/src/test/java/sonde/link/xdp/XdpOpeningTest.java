// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XdpOpeningTest {

    @ParameterizedTest
    @CsvSource({"1,16384", "4,16384", "5,8192", "8,8192", "16,4096", "32,2048", "128,2048"})
    void manyQueuesShareTheMemory(int queueCount, int ringSize) {
        assertEquals(ringSize, XdpOpening.ringSize(queueCount));
    }

    @Test
    void tooMuchLockedMemoryNamesTheRemedy() {
        assertEquals(
                "more locked memory needed than allowed (33 MiB a queue); raise it with ulimit -l,"
                        + " or give CAP_IPC_LOCK",
                XskSocket.lockedMemoryReason((32L << 20) + 1));
    }
}
