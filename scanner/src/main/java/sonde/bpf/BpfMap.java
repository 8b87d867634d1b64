// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import sonde.sys.Bpf;
import sonde.sys.BpfMapCreateAttr;
import sonde.sys.BpfMapElemAttr;
import sonde.sys.CallState;
import sonde.sys.Errno;
import sonde.sys.Mman;
import sonde.sys.Socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Memory that programs in the kernel share with this process: a table with keys from 0 on. Lives
 * until it is closed here and no program uses it any more. Every method may be called from any
 * thread that brings its own call state.
 */
public final class BpfMap implements AutoCloseable {

    /** Entries of a mappable array begin at multiples of this. */
    private static final int ENTRY_ALIGNMENT_BYTES = Long.BYTES;

    private final String name;
    private final int valueBytes;
    private final int entries;
    private int fd;

    private BpfMap(CallState state, String name, int type, int valueBytes, int entries, int flags) {
        this.name = name;
        this.valueBytes = valueBytes;
        this.entries = entries;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(BpfMapCreateAttr.SIZEOF, Long.BYTES);
            BpfMapCreateAttr.set(attr, 0, type, valueBytes, entries, flags, name);
            int rc = Bpf.bpf(state, Bpf.BPF_MAP_CREATE, attr, BpfMapCreateAttr.SIZEOF);
            fd = BpfException.check("creating the map " + name, rc);
        }
    }

    /**
     * An array, all zeros at first.
     *
     * @param name at most 15 letters, digits, '_' or '.'
     * @param valueBytes of one entry
     * @param isMappable whether {@link #map} is to work
     */
    public static BpfMap array(
            CallState state, String name, int valueBytes, int entries, boolean isMappable) {
        int flags = isMappable ? Bpf.BPF_F_MMAPABLE : 0;
        return new BpfMap(state, name, Bpf.BPF_MAP_TYPE_ARRAY, valueBytes, entries, flags);
    }

    /** AF_XDP sockets by the number of their receive queue, none at first. */
    public static BpfMap sockets(CallState state, String name, int entries) {
        return new BpfMap(state, name, Bpf.BPF_MAP_TYPE_XSKMAP, Integer.BYTES, entries, 0);
    }

    /** The file descriptor. */
    public int fd() {
        return fd;
    }

    /** How long one entry is. */
    public int valueBytes() {
        return valueBytes;
    }

    /** Writes an entry; {@code value} is at least as long as one. */
    public void update(CallState state, int key, MemorySegment value) {
        String what = "writing entry " + key + " of the map " + name;
        element(state, Bpf.BPF_MAP_UPDATE_ELEM, key, value, what);
    }

    /** Puts a socket into a map of {@link #sockets}. */
    public void put(CallState state, int key, int socketFd) {
        try (Arena arena = Arena.ofConfined()) {
            update(state, key, arena.allocateFrom(ValueLayout.JAVA_INT, socketFd));
        }
    }

    /** The first eight bytes of an entry, in the machine's order. */
    public long lookup64(CallState state, int key) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(Math.max(valueBytes, Long.BYTES), Long.BYTES);
            String what = "reading entry " + key + " of the map " + name;
            element(state, Bpf.BPF_MAP_LOOKUP_ELEM, key, value, what);
            return value.get(ValueLayout.JAVA_LONG, 0);
        }
    }

    private void element(CallState state, int command, int key, MemorySegment value, String what) {
        if (value.byteSize() < valueBytes) {
            throw new IllegalArgumentException(
                    value.byteSize() + " bytes for an entry of " + valueBytes);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(BpfMapElemAttr.SIZEOF, Long.BYTES);
            MemorySegment keyMemory = arena.allocateFrom(ValueLayout.JAVA_INT, key);
            BpfMapElemAttr.set(attr, 0, fd, keyMemory, value);
            BpfException.check(what, Bpf.bpf(state, command, attr, BpfMapElemAttr.SIZEOF));
        }
    }

    /**
     * The entries of a mappable array as memory, one behind the other, each at a multiple of eight.
     * What is written there, programs see; closing the arena unmaps it.
     */
    public MemorySegment map(CallState state, Arena arena) {
        long stride = (valueBytes + ENTRY_ALIGNMENT_BYTES - 1L) & -ENTRY_ALIGNMENT_BYTES;
        long lengthBytes = stride * entries;
        int protection = Mman.PROT_READ | Mman.PROT_WRITE;
        long address = Mman.mmap(state, lengthBytes, protection, Mman.MAP_SHARED, fd, 0);
        Errno.check("mmap", address, "the map " + name);
        return Mman.mapped(address, lengthBytes, arena);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Socket.close(new CallState(), fd);
            fd = -1;
        }
    }
}
