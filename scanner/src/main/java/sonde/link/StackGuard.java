// SPDX-License-Identifier: Apache-2.0
package sonde.link;

/**
 * What keeps the answers to our probes from the host's stack, which did not send those and would
 * reset the connections.
 *
 * @param name what does, in one word; empty if nothing
 * @param obstacle why nothing does although it was tried, for the user; empty if it was not
 */
public record StackGuard(String name, String obstacle) {

    /** The link leaves the stack alone. */
    public static final StackGuard NONE = new StackGuard("", "");

    /** Whether the stack is kept from hearing answers. */
    public boolean isUp() {
        return !name.isEmpty();
    }
}
