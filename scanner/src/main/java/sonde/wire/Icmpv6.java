// SPDX-License-Identifier: Apache-2.0
package sonde.wire;

/** Types of ICMPv6 messages (RFC 4443). Their fields are read and written with {@link Icmp}. */
public final class Icmpv6 {

    public static final int DESTINATION_UNREACHABLE = 1;
    public static final int PACKET_TOO_BIG = 2;
    public static final int TIME_EXCEEDED = 3;
    public static final int PARAMETER_PROBLEM = 4;
    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;

    private Icmpv6() {}

    /** Whether messages of this type quote the packet they are about. */
    public static boolean isError(int type) {
        return type >= DESTINATION_UNREACHABLE && type <= PARAMETER_PROBLEM;
    }
}
