// SPDX-License-Identifier: Apache-2.0
package sonde.neigh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import sonde.sys.PrivateNetwork;

/** Of a veth pair in a namespace of the test's own. */
@ExtendWith(PrivateNetwork.class)
class LinkWatchTest {

    @Test
    void tellsWhatBecameOfTheLink() {
        PrivateNetwork.ip("link add near type veth peer name far");
        PrivateNetwork.ip("link set near up");
        PrivateNetwork.ip("link set far up");
        try (LinkWatch watch = new LinkWatch("near")) {
            assertEquals("near", watch.name());
            assertEquals(LinkWatch.State.UP, watch.look());
            assertEquals(LinkWatch.State.UP, watch.look());
            PrivateNetwork.ip("link set far down");
            assertEquals(LinkWatch.State.DOWN, watch.look());
            PrivateNetwork.ip("link set far up");
            assertEquals(LinkWatch.State.WAS_DOWN, watch.look());
            assertEquals(LinkWatch.State.UP, watch.look());
            PrivateNetwork.ip("link set far down");
            PrivateNetwork.ip("link set far up");
            assertEquals(LinkWatch.State.WAS_DOWN, watch.look(), "between two looks");
            PrivateNetwork.ip("link set near down");
            assertEquals(LinkWatch.State.DOWN, watch.look());
            PrivateNetwork.ip("link del near");
            assertEquals(LinkWatch.State.GONE, watch.look());
        }
    }

    @Test
    void thereIsNoneOfAnotherName() {
        try (LinkWatch watch = new LinkWatch("nothing")) {
            assertEquals(LinkWatch.State.GONE, watch.look());
        }
    }
}
