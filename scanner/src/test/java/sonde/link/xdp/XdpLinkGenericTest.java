// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import sonde.link.xdp.XdpLink.Attachment;
import sonde.link.xdp.XdpLink.Mode;

/** By AF_XDP, with the program behind the driver. */
class XdpLinkGenericTest extends XdpLinkContract {

    XdpLinkGenericTest() {
        super(Mode.AF_XDP, Attachment.GENERIC);
    }
}
