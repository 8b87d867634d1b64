// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

/**
 * Frames that this host dropped while a scan ran, whoever they were for.
 *
 * @param receiving by the interface, on their way in
 * @param sending by the interface, on their way out
 * @param backlog of the whole machine, in a full backlog
 */
public record HostDrops(long receiving, long sending, long backlog) {

    static final HostDrops NONE = new HostDrops(0, 0, 0);

    public boolean isNone() {
        return receiving + sending + backlog == 0;
    }
}
