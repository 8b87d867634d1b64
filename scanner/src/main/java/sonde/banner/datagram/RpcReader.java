// SPDX-License-Identifier: Apache-2.0
package sonde.banner.datagram;

import sonde.banner.ByteReader;
import sonde.banner.Facts;
import sonde.record.Service;

import java.util.LinkedHashSet;
import java.util.Set;

/** ONC RPC (RFC 5531 section 9): the programs a portmapper knows, or how a call went. */
final class RpcReader implements DatagramReader {

    private static final int REPLY = 1;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int STATUS_MAX = 5;

    @Override
    public Set<String> payloads() {
        return Set.of("portmap", "nfs");
    }

    @Override
    public boolean isSure() {
        return false;
    }

    @Override
    public boolean read(byte[] answer, Findings findings) {
        ByteReader reader = new ByteReader(answer, answer.length);
        reader.skip(4);
        long type = reader.u32();
        long denied = reader.u32();
        if (reader.isShort() || type != REPLY || denied > 1) {
            return false;
        }
        if (denied == 1) {
            findings.add(Service.RPC, "denied");
            return true;
        }
        reader.skip(4);
        long verifierBytes = reader.u32();
        reader.skip(verifierBytes);
        long status = reader.u32();
        if (reader.isShort() || status > STATUS_MAX) {
            return false;
        }
        LinkedHashSet<String> programs = new LinkedHashSet<>();
        while (status == 0 && reader.left() >= 20 && reader.u32() == 1) {
            long program = reader.u32();
            long version = reader.u32();
            long protocol = reader.u32();
            String name = protocol == UDP ? "udp" : protocol == TCP ? "tcp" : "" + protocol;
            programs.add(program + "v" + version + '/' + name + ':' + reader.u32());
        }
        Facts facts = new Facts().put("status", status);
        findings.add(Service.RPC, facts.put("programs", String.join(",", programs)));
        return true;
    }
}
