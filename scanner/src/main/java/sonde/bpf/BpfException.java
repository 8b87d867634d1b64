// SPDX-License-Identifier: Apache-2.0
package sonde.bpf;

import sonde.sys.Errno;

/** The kernel refused a map, a program or a link: which, why, and what to do about it. */
public final class BpfException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final String PRIVILEGES =
            "needs CAP_BPF, CAP_NET_ADMIN and CAP_NET_RAW: run with sudo";

    private final int errno;

    /**
     * A command of {@code bpf(2)} failed.
     *
     * @param what was tried, for the user
     * @param errno as a positive number
     */
    BpfException(String what, int errno) {
        this(what, errno, remedy(errno));
    }

    /**
     * A command of {@code bpf(2)} failed, and it is known why.
     *
     * @param hint what is behind it or what to do; may be empty
     */
    BpfException(String what, int errno, String hint) {
        super(
                what
                        + ": "
                        + Errno.describe(errno)
                        + " (bpf: "
                        + Errno.name(errno)
                        + ")"
                        + (hint.isEmpty() ? "" : "; " + hint));
        this.errno = errno;
    }

    /** Why, as in {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** Passes the result of a command that had to work. */
    static int check(String what, int rc) {
        if (rc < 0) {
            throw new BpfException(what, -rc);
        }
        return rc;
    }

    private static String remedy(int errno) {
        return switch (errno) {
            case Errno.EPERM -> PRIVILEGES;
            case Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP -> "may need a newer kernel";
            default -> Errno.remedy(errno);
        };
    }
}
