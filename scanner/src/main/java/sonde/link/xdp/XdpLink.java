// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.bpf.BpfException;
import sonde.link.FrameSink;
import sonde.link.FrameSource;
import sonde.link.Framing;
import sonde.link.Link;
import sonde.link.LinkException;
import sonde.link.LinkRequest;
import sonde.link.StackGuard;
import sonde.sys.SysException;

import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Ethernet frames past the host's stack. An XDP program takes our answers off the wire into AF_XDP
 * sockets, one a receive queue; probes leave by the same sockets, or as live frames.
 *
 * <p>Opened and closed by the engine, which closes it only after all agents have stopped. All that
 * it has in the kernel hangs on file descriptors, and so ends with the process, however that ends.
 */
public final class XdpLink implements Link {

    /** As {@code --link} has its two modes. */
    public static final String LIVE_NAME = "xdp-live";

    public static final String NAME = "xdp";

    private static final String ONE_LENGTH =
            "it sends frames of one length alone, and these probes have several";

    private static final StackGuard STACK_GUARD = new StackGuard(NAME, "");

    private final Mode mode;
    private final List<FrameSink> sinks;
    private final List<FrameSource> sources;
    private final FrameSink control;
    private final String detail;
    private final Resources resources;

    /** How probes are sent. */
    public enum Mode {
        /** As frames that the kernel makes from slots: the fastest, where the driver can. */
        LIVE(LIVE_NAME),
        /** By AF_XDP sockets. */
        AF_XDP(NAME);

        private final String linkName;

        Mode(String linkName) {
            this.linkName = linkName;
        }

        /** As {@code --link} has it. */
        public String linkName() {
            return linkName;
        }
    }

    /** Where the program is attached. */
    enum Attachment {
        /** In the interface's driver. */
        NATIVE("native XDP"),
        /** Behind the driver, on frames that have cost a socket buffer already. */
        GENERIC("generic XDP");

        private final String words;

        Attachment(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * What tests choose otherwise.
     *
     * @param attachments where to attach, in order of preference
     * @param ringSizeMax descriptors of each receive ring at most, a power of two
     */
    record Tuning(List<Attachment> attachments, int ringSizeMax) {

        /** Live frames make sense only where the driver runs the program. */
        static Tuning of(Mode mode) {
            return new Tuning(
                    mode == Mode.LIVE
                            ? List.of(Attachment.NATIVE)
                            : List.of(Attachment.NATIVE, Attachment.GENERIC),
                    XdpOpening.RING_SIZE_MAX);
        }
    }

    XdpLink(
            Mode mode,
            List<FrameSink> sinks,
            List<FrameSource> sources,
            FrameSink control,
            String detail,
            Resources resources) {
        this.mode = mode;
        this.sinks = List.copyOf(sinks);
        this.sources = List.copyOf(sources);
        this.control = control;
        this.detail = detail;
        this.resources = resources;
    }

    /**
     * Opens an Ethernet interface that is up.
     *
     * @param features asks what the driver of an interface, given by its number, can do at the
     *     moment: {@code NETDEV_XDP_ACT_…} bits, or a negative number when the kernel doesn't say
     * @throws LinkException when that can't be; nothing is left of it then
     */
    public static Link open(Mode mode, LinkRequest request, IntToLongFunction features)
            throws LinkException {
        return open(mode, request, features, Tuning.of(mode));
    }

    static Link open(Mode mode, LinkRequest request, IntToLongFunction features, Tuning tuning)
            throws LinkException {
        String interfaceName = request.interfaceName();
        if (mode == Mode.LIVE && !request.hasOneLength()) {
            throw LinkException.unavailable(mode.linkName(), interfaceName, ONE_LENGTH);
        }
        Resources resources = new Resources();
        boolean isOpen = false;
        try {
            XdpLink link = new XdpOpening(mode, request, features, tuning, resources).open();
            isOpen = true;
            return link;
        } catch (SysException e) {
            throw LinkException.of(mode.linkName(), interfaceName, e);
        } catch (BpfException e) {
            throw LinkException.unavailable(
                    mode.linkName(), interfaceName, String.valueOf(e.getMessage()));
        } finally {
            if (!isOpen) {
                resources.close();
            }
        }
    }

    @Override
    public String name() {
        return mode.linkName();
    }

    @Override
    public Framing framing() {
        return Framing.ETHERNET;
    }

    @Override
    public List<FrameSink> sinks() {
        return sinks;
    }

    @Override
    public List<FrameSource> sources() {
        return sources;
    }

    @Override
    public FrameSink control() {
        return control;
    }

    @Override
    public boolean mayDropUnseen() {
        return true;
    }

    @Override
    public String detail() {
        return detail;
    }

    @Override
    public StackGuard stackGuard() {
        return STACK_GUARD;
    }

    @Override
    public void close() {
        resources.close();
    }
}
