// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The one native function of the program: {@code syscall(2)} of the C library, seven longs in and
 * one out. Every call of this package goes through it, because each further shape of downcall would
 * add 6 to 7 ms to the start.
 *
 * <p>Pointers travel as plain longs, so the linker does not keep their arenas open: the caller
 * does, for as long as the call lasts.
 */
@SuppressWarnings("restricted")
final class Linkage {

    private static final MemorySegment FUNCTION = find("syscall");
    private static final MethodHandle SYSCALL = link();

    private Linkage() {}

    /** Returns what the kernel returned, or {@code -errno}. */
    static long syscall(
            CallState state, Syscall call, long a, long b, long c, long d, long e, long f) {
        long number = call.number();
        try {
            long rc =
                    (long)
                            SYSCALL.invokeExact(
                                    FUNCTION, state.captured(), number, a, b, c, d, e, f);
            return rc == -1 ? -state.errno() : rc;
        } catch (Throwable t) {
            throw unreachable(t);
        }
    }

    static long syscall(CallState state, Syscall call, long a, long b, long c) {
        return syscall(state, call, a, b, c, 0, 0, 0);
    }

    /** The address the kernel may read or write {@code lengthBytes} at; NULL stays NULL. */
    static long address(MemorySegment memory, long lengthBytes) {
        if (!memory.isNative()) {
            throw new IllegalArgumentException("memory of a system call must be off the heap");
        }
        if (lengthBytes < 0 || lengthBytes > memory.byteSize()) {
            throw new IllegalArgumentException(
                    lengthBytes + " bytes in memory of " + memory.byteSize());
        }
        return memory.address();
    }

    /** For handles whose exact type is known: they throw nothing that a caller could expect. */
    static RuntimeException unreachable(Throwable t) {
        if (t instanceof RuntimeException e) {
            return e;
        }
        if (t instanceof Error e) {
            throw e;
        }
        return new IllegalStateException(t);
    }

    private static MemorySegment find(String symbol) {
        return Linker.nativeLinker()
                .defaultLookup()
                .find(symbol)
                .orElseThrow(() -> new UnsatisfiedLinkError("no " + symbol + " in libc"));
    }

    /**
     * A handle that takes the function's address with each call: being constant, it costs nothing
     * there, while binding it here would have the JVM make three more classes at every start.
     */
    private static MethodHandle link() {
        return Linker.nativeLinker()
                .downcallHandle(
                        FunctionDescriptor.of(
                                JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                                JAVA_LONG, JAVA_LONG),
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
    }
}
