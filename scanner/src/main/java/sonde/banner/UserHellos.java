// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;

/**
 * What a user wants said first: bytes for a port, bytes for all ports, or the hello of a protocol.
 * Immutable; each {@code with} returns another one. The bytes for a port come before those for all
 * ports, and any bytes before the protocol.
 */
public final class UserHellos {

    /** Nothing is asked for. */
    public static final UserHellos NONE = new UserHellos(new TreeMap<>(), null);

    /** Stands for all ports; none has this number. */
    public static final int ALL_PORTS = -1;

    /** The longest hello, in bytes; masscan's limit. */
    public static final int LENGTH_MAX = 16 * 1024;

    private static final int PORT_MAX = 65_535;

    private final SortedMap<Integer, byte[]> hellos;
    private final @Nullable String protocolName;

    private UserHellos(SortedMap<Integer, byte[]> hellos, @Nullable String protocolName) {
        this.hellos = hellos;
        this.protocolName = protocolName;
    }

    /**
     * These, and the bytes given; they replace what there was for that port.
     *
     * @param port 0 to 65535, or {@link #ALL_PORTS}
     * @param bytes 1 to {@link #LENGTH_MAX} of them; copied
     */
    public UserHellos with(int port, byte[] bytes) {
        if (port < ALL_PORTS || port > PORT_MAX) {
            throw new IllegalArgumentException("port " + port + " is not in 0 to 65535");
        }
        if (bytes.length == 0 || bytes.length > LENGTH_MAX) {
            throw new IllegalArgumentException("hello of " + bytes.length + " bytes, not 1 to 16K");
        }
        TreeMap<Integer, byte[]> more = new TreeMap<>(hellos);
        more.put(port, bytes.clone());
        return new UserHellos(more, protocolName);
    }

    /**
     * These, and the hello of a protocol on all ports that have no bytes of their own.
     *
     * @param name a protocol's name
     */
    public UserHellos withProtocol(String name) {
        return new UserHellos(hellos, name);
    }

    /** Whether nothing is asked for. */
    public boolean isEmpty() {
        return hellos.isEmpty() && protocolName == null;
    }

    /** What to say first on a port, not to be changed; null to leave that to Sonde. */
    public byte @Nullable [] forPort(int port) {
        byte[] own = hellos.get(port);
        return own == null ? hellos.get(ALL_PORTS) : own;
    }

    /** The protocol whose hello is said first where there are no bytes; null if none is named. */
    public @Nullable String protocolName() {
        return protocolName;
    }

    /** Calls for every hello of bytes, in the order of ports, {@link #ALL_PORTS} first. */
    public void forEach(ObjIntConsumer<byte[]> each) {
        hellos.forEach((port, bytes) -> each.accept(bytes.clone(), port));
    }

    /** All that is asked for, with bytes in base64. */
    @Override
    public String toString() {
        SortedMap<Integer, String> texts = new TreeMap<>();
        hellos.forEach((port, bytes) -> texts.put(port, Base64.getEncoder().encodeToString(bytes)));
        return protocolName + " " + texts;
    }
}
