// SPDX-License-Identifier: Apache-2.0
/**
 * Reads files in the format of {@code nmap-service-probes}, which users bring, and recognises
 * services by them. The format is described in "Service and Application Version Detection" of the
 * book on Nmap; no such file is part of Sonde. The file is the user's and trusted as far as its
 * owner is; what is matched with it comes from servers and is hostile.
 */
@NullMarked
package sonde.banner.nmap;

import org.jspecify.annotations.NullMarked;
