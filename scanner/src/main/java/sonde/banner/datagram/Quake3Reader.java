// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.Facts;
import sonde.banner.Text;
import sonde.record.Service;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Quake III and its kin: what a game server says of its game. */
final class Quake3Reader implements DatagramReader {

    private static final String BEGINNING = "\u00ff\u00ff\u00ff\u00ffstatusResponse\n";

    private static final List<String> SHOWN =
            List.of("sv_hostname", "version", "gamename", "mapname", "sv_maxclients", "protocol");

    @Override
    public Set<String> payloads() {
        return Set.of("quake3");
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        if (!Text.startsWith(answer, 0, answer.length, BEGINNING)) {
            return false;
        }
        int end = Text.lineEnd(answer, BEGINNING.length(), answer.length);
        int last = Text.trimmedEnd(answer, BEGINNING.length(), end < 0 ? answer.length : end);
        String line =
                new String(
                        answer,
                        BEGINNING.length(),
                        last - BEGINNING.length(),
                        StandardCharsets.UTF_8);
        String[] words = line.split("\\\\", -1);
        Facts facts = new Facts();
        for (int i = 1; i + 1 < words.length; i += 2) {
            if (SHOWN.contains(words[i])) {
                facts.put(words[i], words[i + 1]);
            }
        }
        findings.add(Service.QUAKE3, facts);
        return true;
    }
}
