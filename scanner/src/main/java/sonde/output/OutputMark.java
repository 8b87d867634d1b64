// SPDX-License-Identifier: Apache-2.0
package sonde.output;

/**
 * How far a writer has come: what a file's repair needs.
 *
 * @param position the length in bytes of the whole records, and of what goes before them; -1 where
 *     nothing can be taken back, as on a pipe
 * @param records how many records that are
 * @param fileKey tells one file from another of the same name: its inode number; 0 where there is
 *     none
 */
public record OutputMark(long position, long records, long fileKey) {}
