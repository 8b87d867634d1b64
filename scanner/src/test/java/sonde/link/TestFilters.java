// SPDX-License-Identifier: Apache-2.0
package sonde.link;

import sonde.bpf.AnswerFilter;
import sonde.bpf.AnswerScope;
import sonde.bpf.ClassicProgram;
import sonde.bpf.SteeringRule;

import java.util.List;

/** Filters for TCP over IPv4 to one address. */
public final class TestFilters {

    private TestFilters() {}

    /** For frames that begin with an Ethernet header; ARP replies to the address pass as well. */
    public static ClassicProgram ethernet(int address, int portFirst, int portLast) {
        return AnswerFilter.ethernet(scope(address, portFirst, portLast).withAsker(address));
    }

    /** For frames that begin with the IP header. */
    public static ClassicProgram ip(int address, int portFirst, int portLast) {
        return AnswerFilter.ip(scope(address, portFirst, portLast));
    }

    private static AnswerScope scope(int address, int portFirst, int portLast) {
        return AnswerScope.of(List.of(SteeringRule.tcp(address, portFirst, portLast)));
    }
}
