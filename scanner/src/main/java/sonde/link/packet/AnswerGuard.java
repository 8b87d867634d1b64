// SPDX-License-Identifier: Apache-2.0
package sonde.link.packet;

import org.jspecify.annotations.Nullable;

import sonde.bpf.BpfException;
import sonde.bpf.BpfLink;
import sonde.bpf.GuardProgram;
import sonde.bpf.LoadedProgram;
import sonde.bpf.SteeringRule;
import sonde.bpf.SteeringTable;
import sonde.link.StackGuard;
import sonde.sys.CallState;

import java.util.List;

/**
 * Keeps the answers to our probes from the host's stack, which did not send those and would reset
 * the connections. A program on the way in drops them after the taps have seen them; it hangs on
 * file descriptors, and so ends with the process.
 *
 * <p>Where the kernel has no such place for a program (before Linux 6.6) or this process may not
 * load one, scans go on without: the host then answers with RST, which harms no SYN scan.
 */
final class AnswerGuard implements AutoCloseable {

    private static final StackGuard UP = new StackGuard("tcx", "");

    private final @Nullable SteeringTable table;
    private final @Nullable LoadedProgram program;
    private final @Nullable BpfLink link;
    private final StackGuard state;

    private AnswerGuard(
            @Nullable SteeringTable table,
            @Nullable LoadedProgram program,
            @Nullable BpfLink link,
            StackGuard state) {
        this.table = table;
        this.program = program;
        this.link = link;
        this.state = state;
    }

    /** Puts it up, or what there was of it down again. */
    static AnswerGuard open(Device device, List<SteeringRule> rules) {
        CallState state = new CallState();
        SteeringTable table = null;
        LoadedProgram program = null;
        try {
            table = SteeringTable.create(state);
            table.set(rules);
            program = LoadedProgram.load(state, GuardProgram.assemble(table));
            BpfLink link = BpfLink.attachTcxIngress(state, program, device.index());
            return new AnswerGuard(table, program, link, UP);
        } catch (BpfException e) {
            new AnswerGuard(table, program, null, StackGuard.NONE).close();
            StackGuard failed = new StackGuard("", String.valueOf(e.getMessage()));
            return new AnswerGuard(null, null, null, failed);
        }
    }

    /** Whether it is up, and if not, why. */
    StackGuard state() {
        return state;
    }

    @Override
    public void close() {
        if (link != null) {
            link.close();
        }
        if (program != null) {
            program.close();
        }
        if (table != null) {
            table.close();
        }
    }
}
