// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.sys.CallState;
import sonde.sys.PrivateNetwork;
import sonde.sys.Socket;

import java.util.ArrayList;
import java.util.List;

/** For tests that load programs, in a network namespace of their own. */
@ExtendWith(PrivateNetwork.class)
abstract class KernelTest {

    /** {@code AF_XDP}, {@code linux/socket.h}. */
    private static final int AF_XDP = 44;

    final CallState state = new CallState();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Closes a resource when the test is over, the last one first. */
    final <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    final LoadedProgram loaded(Program program) {
        return opened(LoadedProgram.load(state, program));
    }

    /** A table with {@link SteeringFrames#RULE} in it. */
    final SteeringTable table() {
        SteeringTable table = opened(SteeringTable.create(state));
        table.add(SteeringFrames.RULE);
        return table;
    }

    /** A map with room for the socket of one queue. */
    final BpfMap sockets() {
        return opened(BpfMap.sockets(state, "test", 1));
    }

    /** Puts a socket in for queue 0, which takes frames and drops them. */
    final void putSocket(BpfMap sockets) {
        int socket = Socket.socket(state, AF_XDP, Socket.SOCK_RAW | Socket.SOCK_CLOEXEC, 0);
        assertTrue(socket >= 0, "socket: " + socket);
        opened(() -> Socket.close(state, socket));
        sockets.put(state, 0, socket);
    }

    @AfterEach
    final void closeAll() throws Exception {
        for (AutoCloseable resource : open.reversed()) {
            resource.close();
        }
    }
}
