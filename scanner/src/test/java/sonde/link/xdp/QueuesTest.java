// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import sonde.link.packet.Device;
import sonde.sys.CallState;
import sonde.sys.PrivateNetwork;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

@ExtendWith(PrivateNetwork.class)
class QueuesTest {

    @Test
    void countsTheEntriesOfADirectory(@TempDir Path directory) throws Exception {
        for (String name : List.of("rx-0", "rx-1", "rx-2", "tx-0", "tx-1")) {
            Files.createDirectory(directory.resolve(name));
        }
        assertEquals(new Queues(3, 2), Queues.inDirectory(directory));
    }

    @Test
    void thereIsAlwaysOne(@TempDir Path directory) throws Exception {
        assertEquals(new Queues(1, 1), Queues.inDirectory(directory));
    }

    @Test
    void asksTheDriver() throws Exception {
        PrivateNetwork.ip(
                "link add near numtxqueues 4 numrxqueues 4 type veth"
                        + " peer name far numtxqueues 4 numrxqueues 4");
        PrivateNetwork.run("ethtool -L near rx 3 tx 2");
        PrivateNetwork.ip("link set near up");
        CallState state = new CallState();
        Device device = Device.find(state, "near");
        assertEquals(new Queues(3, 2), Queues.ofDriver(state, device));
        // The sysfs of this process shows another namespace.
        assertEquals(new Queues(3, 2), Queues.of(state, device));
    }

    @Test
    void aDriverThatDoesNotTellHasOne() throws Exception {
        PrivateNetwork.ip("link set lo up");
        CallState state = new CallState();
        assertEquals(new Queues(1, 1), Queues.ofDriver(state, Device.find(state, "lo")));
    }
}
