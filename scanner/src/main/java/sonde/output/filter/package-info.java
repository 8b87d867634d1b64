// SPDX-License-Identifier: Apache-2.0
/**
 * Which records are written: the expressions of {@code --filter}, read once and tested for every
 * record. Their language is described in {@code docs/FILTER.md}.
 */
@NullMarked
package sonde.output.filter;

import org.jspecify.annotations.NullMarked;
