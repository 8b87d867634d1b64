// SPDX-License-Identifier: Apache-2.0
package sonde.sys;

/** A system call that had to work and did not: which, on what, why, and what to do about it. */
public final class SysException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String call;
    private final int errno;

    /**
     * A call failed.
     *
     * @param errno as a positive number
     * @param detail what the call was about, for the user
     */
    public SysException(String call, int errno, String detail) {
        super(detail + ": " + reason(call, errno));
        this.call = call;
        this.errno = errno;
    }

    /** The system call, by its C name. */
    public String call() {
        return call;
    }

    /** Why, as in {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** Why it failed and what to do, without what it was about. */
    public String reason() {
        return reason(call, errno);
    }

    private static String reason(String call, int errno) {
        String remedy = Errno.remedy(errno);
        return Errno.describe(errno)
                + " ("
                + call
                + ": "
                + Errno.name(errno)
                + ")"
                + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
