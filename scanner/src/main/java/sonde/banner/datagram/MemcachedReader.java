// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.banner.Text;
import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Memcached over UDP (its protocol.txt, "UDP protocol"): what {@code stats} says, datagram by
 * datagram. The line that is cut between two of them is told by neither.
 */
final class MemcachedReader implements DatagramReader {

    private static final int HEADER_BYTES = 8;

    @Override
    public Set<String> payloads() {
        return Set.of("memcached");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader header = new ByteReader(answer, answer.length);
        header.skip(2);
        int sequence = header.u16();
        int count = header.u16();
        if (header.u16() != 0 || header.isShort() || sequence >= count) {
            return false;
        }
        int end = answer.length;
        Facts facts = new Facts();
        int from = HEADER_BYTES;
        int next = Text.lineEnd(answer, from, end);
        if (sequence > 0) {
            from = Math.max(from, next);
            next = Text.lineEnd(answer, from, end);
        }
        while (next >= 0) {
            String line = line(answer, from, next);
            String[] words = line.split(" ", 3);
            if (words.length == 3 && words[0].equals("STAT")) {
                facts.put(words[1], words[2]);
            } else if (!line.equals("END")) {
                facts.word(line);
            }
            from = next;
            next = Text.lineEnd(answer, from, end);
        }
        findings.add(Service.MEMCACHED, facts);
        return true;
    }

    private static String line(byte[] answer, int from, int next) {
        int end = Text.trimmedEnd(answer, from, next);
        return new String(answer, from, end - from, StandardCharsets.UTF_8);
    }
}
