// SPDX-License-Identifier: Apache-2.0
package sonde.clock;

/** A monotonic clock, injected so that tests own time. */
@FunctionalInterface
public interface NanoClock {

    /** The process's monotonic clock. */
    NanoClock SYSTEM = System::nanoTime;

    /** Nanoseconds since an arbitrary origin; never runs backwards. */
    long nanoTime();
}
