// SPDX-License-Identifier: Apache-2.0
/** Capture files, and a source that writes one. */
@NullMarked
package sonde.link.pcap;

import org.jspecify.annotations.NullMarked;
