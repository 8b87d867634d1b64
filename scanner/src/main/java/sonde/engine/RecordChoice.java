// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.record.Banner;
import sonde.record.ScanRecord;
import sonde.record.Service;
import sonde.record.Status;
import sonde.target.PortChoice;

import java.util.Set;
import java.util.function.Predicate;

/**
 * Which records of results read back are written: those of the targets named, where any were, of
 * the statuses and services wanted. A banner says that its port is open, whatever statuses are
 * shown, and is kept.
 *
 * @param targets what was named; without addresses all are meant, without ports all of them
 * @param withArp whether answers to ARP are meant where ports are named
 * @param shown the statuses that are reported
 * @param services those whose banners are written; empty for all
 */
record RecordChoice(
        TargetInput.Wanted targets, boolean withArp, Set<Status> shown, Set<Service> services)
        implements Predicate<ScanRecord> {

    @Override
    public boolean test(ScanRecord record) {
        return isShown(record) && isTarget(record);
    }

    /** Whether it is left out only because its status is not shown. */
    boolean isHidden(ScanRecord record) {
        return record.banner() == null && !isShown(record) && isTarget(record);
    }

    private boolean isShown(ScanRecord record) {
        Banner banner = record.banner();
        return banner == null
                ? shown.contains(record.status())
                : services.isEmpty() || services.contains(banner.service());
    }

    private boolean isTarget(ScanRecord record) {
        return (targets.addresses().isEmpty() || targets.addresses().contains(record.address()))
                && !targets.excluded().contains(record.address())
                && (targets.ports().isEmpty() || isPort(record, targets.ports()));
    }

    private boolean isPort(ScanRecord record, PortChoice ports) {
        int port = record.port();
        return switch (record.protocol()) {
            case TCP -> ports.tcp().rankOf(port) >= 0;
            case UDP -> ports.udp().rankOf(port) >= 0;
            case SCTP -> ports.sctp().rankOf(port) >= 0;
            case ICMP, ICMPV6 -> ports.icmp().rankOf(port) >= 0;
            case IP -> ports.ipProtocols().rankOf(port) >= 0;
            case ARP -> withArp;
        };
    }
}
