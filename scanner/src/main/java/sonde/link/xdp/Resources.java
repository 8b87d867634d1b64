// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been acquired, released in reverse order; used by one thread at a time. */
final class Resources {

    private final Deque<Runnable> releases = new ArrayDeque<>();

    /** Notes how the resource acquired last is released. */
    void add(Runnable release) {
        releases.push(release);
    }

    /** Releases all of them. Doing it twice is doing it once. */
    void close() {
        while (!releases.isEmpty()) {
            releases.pop().run();
        }
    }
}
