// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/**
 * The system calls in use and their numbers: {@code asm/unistd_64.h} for x86-64, {@code
 * asm-generic/unistd.h} for aarch64. On any other machine the first call says so in words.
 */
enum Syscall {
    BIND(49, 200),
    BPF(321, 280),
    CLOSE(3, 57),
    CONNECT(42, 203),
    GETRUSAGE(98, 165),
    GETSOCKNAME(51, 204),
    GETSOCKOPT(55, 209),
    IOCTL(16, 29),
    KILL(62, 129),
    MMAP(9, 222),
    MUNMAP(11, 215),
    PPOLL(271, 73),
    PRCTL(157, 167),
    RECVFROM(45, 207),
    SCHED_SETAFFINITY(203, 122),
    SENDMMSG(307, 269),
    SENDTO(44, 206),
    SETSOCKOPT(54, 208),
    SOCKET(41, 198);

    private static final String SYSTEM = System.getProperty("os.name", "unknown");
    private static final String ARCHITECTURE = System.getProperty("os.arch", "unknown");

    private final int amd64;
    private final int aarch64;

    Syscall(int amd64, int aarch64) {
        this.amd64 = amd64;
        this.aarch64 = aarch64;
    }

    /** The number on this machine. */
    long number() {
        return number(SYSTEM, ARCHITECTURE);
    }

    int number(String system, String architecture) {
        if (system.equals("Linux")) {
            if (architecture.equals("amd64")) {
                return amd64;
            }
            if (architecture.equals("aarch64")) {
                return aarch64;
            }
        }
        throw new UnsupportedOperationException(
                "system calls are known for Linux on amd64 and aarch64 only; this is "
                        + system
                        + " on "
                        + architecture);
    }
}
