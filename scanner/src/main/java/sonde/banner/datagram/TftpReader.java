// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.Set;

/** TFTP (RFC 1350 section 5): the error that a server has for a file it lacks, or the file. */
final class TftpReader implements DatagramReader {

    private static final int DATA = 3;
    private static final int ERROR = 5;
    private static final int ERROR_CODE_MAX = 8;

    @Override
    public Set<String> payloads() {
        return Set.of("tftp");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        int operation = reader.u16();
        int number = reader.u16();
        if (reader.isShort()) {
            return false;
        }
        if (operation == ERROR && number <= ERROR_CODE_MAX) {
            Facts facts = new Facts().put("error", number);
            findings.add(Service.TFTP, facts.put("message", reader.textToNul()));
            return true;
        }
        if (operation == DATA && number == 1) {
            findings.add(Service.TFTP, new Facts().put("data", reader.left()));
            return true;
        }
        return false;
    }
}
