// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import java.util.List;

/** Why the kernel dropped a frame that was meant for a receive queue. */
public enum DropReason {
    /** The receive ring was full: its agent was too slow. */
    RING_FULL,
    /** No memory to put it in: the agent had not yet given back what it had read (AF_XDP). */
    NO_BUFFER,
    /** The queue could not take it for another reason, such as its length (AF_XDP). */
    UNFIT;

    /** All reasons, without the copy that {@link #values()} makes. */
    public static final List<DropReason> ALL = List.of(values());
}
