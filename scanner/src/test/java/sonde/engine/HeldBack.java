// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import sonde.record.Evidence;
import sonde.record.Protocol;
import sonde.record.ScanRecord;
import sonde.record.Status;
import sonde.wire.IpAddress;

/** An alias test that is under way, for tests of what a scan has not finished. */
final class HeldBack {

    /** The host of {@link Grids#ipv6} whose record is held back. */
    static final int HOST = AliasWatch.ADDRESSES_MIN;

    private HeldBack() {}

    /** A watch that holds the record of one port of {@link #HOST} back, and no other. */
    static AliasWatch record(int port) {
        AliasWatch watch = new AliasWatch(new Silent(), 1);
        for (int host = 1; host <= HOST; host++) {
            ScanRecord open =
                    new ScanRecord(
                            0,
                            Grids.ipv6Address(host),
                            Protocol.TCP,
                            port,
                            Status.OPEN,
                            Evidence.tcp(0x12, 57, 1),
                            null);
            watch.look(open, 1, 0);
        }
        return watch;
    }

    /** Nothing answers its tests, and nothing comes of them. */
    private static final class Silent implements AliasWatch.Prober {
        @Override
        public void probe(IpAddress address, ScanRecord like, long mac) {}

        @Override
        public boolean isAllowed(IpAddress address) {
            return true;
        }

        @Override
        public boolean isTarget(Protocol protocol, long high, long low, int port) {
            return false;
        }

        @Override
        public void release(ScanRecord held) {}

        @Override
        public void drop(ScanRecord held) {}

        @Override
        public void aliased(IpAddress first, int lengthBits, ScanRecord like) {}
    }
}
