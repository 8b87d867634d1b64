// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** SQL Server's browser (MS-SQLR section 2.2.5): its instances, as pairs of key and value. */
final class MssqlReader implements DatagramReader {

    private static final int RESPONSE = 5;

    @Override
    public Set<String> payloads() {
        return Set.of("mssql-browser");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int type = reader.u8();
        int length = reader.u16le();
        if (type != RESPONSE || reader.isShort() || length > reader.left()) {
            return false;
        }
        Facts facts = new Facts();
        String[] words = reader.text(length).split(";", -1);
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (words[i].isEmpty()) {
                i--;
                continue;
            }
            facts.put(words[i], words[i + 1]);
        }
        findings.add(Service.MSSQL, facts);
        return true;
    }
}
