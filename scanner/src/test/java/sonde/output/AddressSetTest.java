// SPDX-License-Identifier: Apache-2.0
package sonde.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import sonde.wire.IpAddress;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;

class AddressSetTest {

    private static final int SMALL_INTS = 4096;

    private static IpAddress random(SplittableRandom random) {
        return random.nextBoolean()
                ? IpAddress.ofIpv4(random.nextInt() >>> random.nextInt(32))
                : new IpAddress(
                        random.nextLong() >>> random.nextInt(64),
                        random.nextLong() >>> random.nextInt(64));
    }

    @Test
    void tellsWhatASetOfTheJdkTells() {
        SplittableRandom random = new SplittableRandom(21);
        AddressSet set = new AddressSet();
        Set<IpAddress> slow = new HashSet<>();
        for (int i = 0; i < 300_000; i++) {
            IpAddress address = random(random);
            assertEquals(slow.add(address), set.add(address), address::toText);
        }
    }

    @Test
    void holdsTheAddressesThatAreAllZeros() {
        AddressSet set = new AddressSet();
        for (String text : new String[] {"0.0.0.0", "::", "::1", "0:0:1::", "255.255.255.255"}) {
            assertTrue(set.add(IpAddress.parse(text)), text);
            assertFalse(set.add(IpAddress.parse(text)), text);
        }
    }

    @Test
    void neverTakesNewForSeenWhenItIsFull() {
        SplittableRandom random = new SplittableRandom(22);
        AddressSet set = new AddressSet(SMALL_INTS);
        Set<IpAddress> slow = new HashSet<>();
        int repeated = 0;
        for (int i = 0; i < 100_000; i++) {
            IpAddress address = random(random);
            boolean isNew = slow.add(address);
            boolean saysNew = set.add(address);
            assertTrue(saysNew || !isNew, address::toText);
            repeated += saysNew && !isNew ? 1 : 0;
        }
        assertTrue(repeated > 0, "the bound was never reached");
    }

    @Test
    void stillKnowsTheLatestWhenItIsFull() {
        AddressSet set = new AddressSet(SMALL_INTS);
        for (int i = 1; i < 100_000; i++) {
            IpAddress address = IpAddress.ofIpv4(i);
            assertTrue(set.add(address));
            assertFalse(set.add(address));
        }
    }
}
