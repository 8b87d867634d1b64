// SPDX-License-Identifier: Apache-2.0
package sonde.banner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which hello is tried next on a port: first those of the protocols that are usual there, then
 * those that most services of the Internet answer, each in its own way (Izhikevich et al., "LZR:
 * Identifying Unexpected Internet Services", USENIX Security 2021: five hellos find 99 % of them).
 * An HTTP request comes first because every text protocol complains about it recognisably.
 */
public final class HelloOrder {

    private static final List<String> COMMON =
            List.of(
                    "http",
                    "tls",
                    "redis",
                    "smb",
                    "postgresql",
                    "mqtt",
                    "rdp",
                    "dns",
                    "ldap",
                    "mongodb",
                    "amqp",
                    "rtsp",
                    "sip",
                    "memcached",
                    "minecraft");

    private static final int[] COMMON_PLACES = commonPlaces();
    private static final Map<Integer, int[]> USUAL_PLACES = usualPlaces();
    private static final int[] NONE = {};

    private HelloOrder() {}

    private static int[] commonPlaces() {
        return COMMON.stream().mapToInt(Protocols::placeOf).filter(place -> place >= 0).toArray();
    }

    private static Map<Integer, int[]> usualPlaces() {
        Map<Integer, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < Protocols.ALL.size(); i++) {
            for (int port : Protocols.ALL.get(i).usualPorts()) {
                places.computeIfAbsent(port, key -> new ArrayList<>()).add(i);
            }
        }
        Map<Integer, int[]> arrays = new HashMap<>();
        places.forEach((port, list) ->
                arrays.put(port, list.stream().mapToInt(Integer::intValue).toArray()));
        return arrays;
    }

    /**
     * The next protocol whose hello is to be tried.
     *
     * @param port the server's, 0 to 65535
     * @param tried a bit for each place in {@link Protocols#ALL} that need not be tried: because it
     *     was, or because it has no hello
     * @return its place, or {@link Recogniser#NOBODY}
     */
    public static int next(int port, long tried) {
        int usual = nextUsual(port, tried);
        return usual >= 0 ? usual : firstUntried(COMMON_PLACES, tried);
    }

    /** The same among the protocols that are usual on the port. */
    public static int nextUsual(int port, long tried) {
        return firstUntried(USUAL_PLACES.getOrDefault(port, NONE), tried);
    }

    private static int firstUntried(int[] places, long tried) {
        for (int place : places) {
            if ((tried >>> place & 1) == 0) {
                return place;
            }
        }
        return Recogniser.NOBODY;
    }
}
