// SPDX-License-Identifier: Apache-2.0
package sonde.engine;

import org.jspecify.annotations.Nullable;

import sonde.probe.CookieKey;
import sonde.probe.Cookies;
import sonde.probe.FrameWriter;
import sonde.probe.Ipv6SourceAddresses;
import sonde.probe.ProbeBatch;
import sonde.probe.ProbeTemplate;
import sonde.probe.SourceAddresses;
import sonde.probe.SourcePorts;
import sonde.target.TargetSpace;
import sonde.wire.IpFamily;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a batch of targets on its way to frames: source addresses, source ports, cookies,
 * and then the frames, each by the rules of the grid it is of. Used by one transmit agent.
 */
final class ProbeStages {

    private record Grid(Cookies cookies, FrameWriter writer) {}

    private final @Nullable SourceAddresses ipv4;
    private final @Nullable Ipv6SourceAddresses ipv6;
    private final SourcePorts sourcePorts;
    private final List<Grid> grids = new ArrayList<>();
    private final int lengthMaxBytes;
    private final boolean hasOneLength;

    /**
     * @param probings what each grid of the space is probed with
     * @param ipv4 where probes to IPv4 addresses come from; null where there are none
     * @param ipv6 likewise
     */
    ProbeStages(
            TargetSpace space,
            List<ScanPlan.Probing> probings,
            ProbeTemplate template,
            CookieKey key,
            @Nullable SourceAddresses ipv4,
            @Nullable Ipv6SourceAddresses ipv6,
            SourcePorts sourcePorts) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.sourcePorts = sourcePorts;
        int longest = 0;
        boolean isOne = true;
        for (int i = 0; i < probings.size(); i++) {
            ScanPlan.Probing probing = probings.get(i);
            FrameWriter writer =
                    probing.kind()
                            .writer(
                                    template,
                                    space.grids().get(i).isIpv6() ? IpFamily.IPV6 : IpFamily.IPV4,
                                    probing.details(),
                                    key);
            grids.add(new Grid(new Cookies(key, probing.kind().cookieDomain()), writer));
            isOne &=
                    writer.hasOneLength()
                            && writer.frameLengthBytes()
                                    == grids.getFirst().writer().frameLengthBytes();
            longest = Math.max(longest, writer.frameLengthBytes());
        }
        lengthMaxBytes = longest;
        hasOneLength = isOne;
    }

    /** The length of the longest frame in bytes. */
    int lengthMaxBytes() {
        return lengthMaxBytes;
    }

    /** Whether all frames have that length. */
    boolean hasOneLength() {
        return hasOneLength;
    }

    /** The length of the frame of one probe in bytes. */
    int lengthBytes(ProbeBatch batch, int i) {
        return grids.get(batch.grid).writer().frameLengthBytes(batch, i);
    }

    /** Gives the targets of a batch what their frames need. */
    void complete(ProbeBatch batch) {
        if (batch.isIpv6) {
            if (ipv6 != null) {
                ipv6.fill(batch);
            }
        } else if (ipv4 != null) {
            ipv4.fill(batch);
        }
        sourcePorts.fill(batch);
        grids.get(batch.grid).cookies().fill(batch);
    }

    /** As {@link FrameWriter#write}, for a complete batch. */
    void write(
            ProbeBatch batch,
            int from,
            int count,
            MemorySegment memory,
            long offset,
            int strideBytes) {
        grids.get(batch.grid).writer().write(batch, from, count, memory, offset, strideBytes);
    }

    /** As {@link FrameWriter#setDestinationMac}, for a frame of any grid. */
    void setDestinationMac(MemorySegment memory, long frameOffset, long mac) {
        grids.getFirst().writer().setDestinationMac(memory, frameOffset, mac);
    }
}
