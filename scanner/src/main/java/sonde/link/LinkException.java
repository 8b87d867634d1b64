// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import sonde.sys.Errno;
import sonde.sys.SysException;

/** A link that can't be opened. The message is for the user and says what to do. */
public final class LinkException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Without which link and interface it is about. */
    private final String reason;

    private LinkException(String message) {
        super(message);
        reason = message;
    }

    private LinkException(String where, String reason) {
        super(where + ": " + reason);
        this.reason = reason;
    }

    private LinkException(String where, String reason, Throwable cause) {
        super(where + ": " + reason, cause);
        this.reason = reason;
    }

    /** The message without which link and interface it is about. */
    public String reason() {
        return reason;
    }

    public static LinkException noSuchInterface(String interfaceName) {
        return new LinkException(
                "no interface named \"" + interfaceName + "\"; list them with: ip link");
    }

    public static LinkException interfaceDown(String interfaceName) {
        return new LinkException(
                "interface "
                        + interfaceName
                        + " is down; bring it up with: ip link set dev "
                        + interfaceName
                        + " up");
    }

    /**
     * The interface is of a kind that another link serves.
     *
     * @param linkName the link that can't, as {@code --link} has it
     * @param reason what about the interface stands in the way
     * @param remedyLinkName the link that can
     */
    public static LinkException wrongLink(
            String interfaceName, String linkName, String reason, String remedyLinkName) {
        return new LinkException(
                "link \""
                        + linkName
                        + "\" can't use interface "
                        + interfaceName
                        + ": "
                        + reason
                        + "; use --link "
                        + remedyLinkName);
    }

    /**
     * The link can't be had on this interface.
     *
     * @param reason why, and what to do, in few words
     */
    public static LinkException unavailable(String linkName, String interfaceName, String reason) {
        return new LinkException(where(linkName, interfaceName), reason);
    }

    /** A system call failed while the link was opened. */
    public static LinkException of(String linkName, String interfaceName, SysException cause) {
        String where = where(linkName, interfaceName);
        return switch (cause.errno()) {
            case Errno.EPERM, Errno.EACCES ->
                    new LinkException(
                            where, "no privileges; " + Errno.remedy(cause.errno()), cause);
            case Errno.ENETDOWN -> interfaceDown(interfaceName);
            case Errno.ENODEV, Errno.ENXIO -> noSuchInterface(interfaceName);
            default -> new LinkException(where, cause.reason(), cause);
        };
    }

    private static String where(String linkName, String interfaceName) {
        return "can't open link \"" + linkName + "\" on interface " + interfaceName;
    }
}
