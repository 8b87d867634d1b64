// SPDX-License-Identifier: Apache-2.0
package sonde.read;

import static java.util.Map.entry;

import sonde.record.Service;

import java.util.HashMap;
import java.util.Map;

/**
 * Services by their numbers and words in files. What Sonde has no name for is {@link
 * Service#UNKNOWN}.
 */
final class Services {

    /** Masscan's number of the first version of SSH, which Sonde does not tell from the second. */
    private static final int SSH_1 = 2;

    /** Masscan's number of what it found of VNC before it had a word for that alone. */
    private static final int VNC_OLD = 23;

    /** What nmap calls by another name. */
    private static final Map<String, Service> NMAPS =
            Map.ofEntries(
                    entry("domain", Service.DNS),
                    entry("netbios-ns", Service.NBTSTAT),
                    entry("microsoft-ds", Service.SMB),
                    entry("pop3", Service.POP),
                    entry("ms-wbt-server", Service.RDP),
                    entry("ms-sql-s", Service.MSSQL),
                    entry("kerberos-sec", Service.KERBEROS),
                    entry("rpcbind", Service.RPC),
                    entry("asf-rmcp", Service.IPMI),
                    entry("svrloc", Service.SLP),
                    entry("EtherNetIP-2", Service.ETHERNET_IP),
                    entry("upnp", Service.SSDP));

    private static final Map<String, Service> BY_LABEL = new HashMap<>();
    private static final Map<Integer, Service> BY_NUMBER = new HashMap<>();

    static {
        for (Service service : Service.values()) {
            BY_LABEL.put(service.label(), service);
            BY_NUMBER.put(service.number(), service);
        }
        BY_NUMBER.put(SSH_1, Service.SSH);
        BY_NUMBER.put(VNC_OLD, Service.VNC);
        BY_LABEL.putAll(NMAPS);
    }

    private Services() {}

    static Service ofNumber(int number) {
        return BY_NUMBER.getOrDefault(number, Service.UNKNOWN);
    }

    /** Of a word, or of masscan's number in parentheses. */
    static Service ofLabel(String label) {
        Service service = BY_LABEL.get(label);
        if (service != null) {
            return service;
        }
        return label.matches("\\([0-9]{1,5}\\)")
                ? ofNumber(Integer.parseInt(label.substring(1, label.length() - 1)))
                : Service.UNKNOWN;
    }
}
