// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.neigh.LinkWatch;
import sonde.sys.SysException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A time in which a scan can't go on: an interface carries no frames, or a capture has no room. */
public final class Outage {

    /** A capture goes on when there is so much room for it. */
    private static final long ROOM_MIN_BYTES = 1 << 20;

    private Outage() {}

    /** Whether a scan may go on: all interfaces are up and have carriers, and there is room. */
    public static boolean isOver(ScanPlan plan) {
        for (ScanPlan.Route route : plan.routes()) {
            try (LinkWatch watch = new LinkWatch(route.path().iface().name())) {
                if (watch.look() != LinkWatch.State.UP) {
                    return false;
                }
            } catch (SysException e) {
                return false;
            }
        }
        Path capture = plan.results().pcapFile();
        return capture == null || hasRoom(capture);
    }

    private static boolean hasRoom(Path file) {
        try {
            return Files.getFileStore(file).getUsableSpace() >= ROOM_MIN_BYTES;
        } catch (IOException e) {
            // Where that can't be found out, trying is all there is.
            return true;
        }
    }
}
