// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.Facts;
import sonde.banner.Text;
import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Memcached over UDP: what {@code stats} says, as far as the first datagram goes. */
final class MemcachedReader implements DatagramReader {

    private static final int HEADER_BYTES = 8;

    @Override
    public Set<String> payloads() {
        return Set.of("memcached");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        int end = answer.length;
        boolean isStats = Text.startsWith(answer, HEADER_BYTES, end, "STAT ");
        boolean isError =
                Text.startsWith(answer, HEADER_BYTES, end, "ERROR")
                        || Text.startsWith(answer, HEADER_BYTES, end, "SERVER_ERROR");
        if (!isStats && !isError) {
            return false;
        }
        Facts facts = new Facts();
        int from = HEADER_BYTES;
        int next = Text.lineEnd(answer, from, end);
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
