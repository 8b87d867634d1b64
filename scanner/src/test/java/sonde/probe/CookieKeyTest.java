// SPDX-License-Identifier: Apache-2.0
package sonde.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class CookieKeyTest {

    @Test
    void keepsAGivenKey() {
        CookieKey key = new CookieKey(1, -2);
        assertEquals(1, key.k0());
        assertEquals(-2, key.k1());
    }

    @Test
    void randomKeysDiffer() {
        CookieKey one = CookieKey.random();
        CookieKey other = CookieKey.random();
        assertNotEquals(one.k0(), other.k0());
        assertNotEquals(one.k1(), other.k1());
    }

    @Test
    void derivesByPurposeAndKey() {
        CookieKey key = new CookieKey(1, 2);
        assertEquals(key.derive("ports"), new CookieKey(1, 2).derive("ports"));
        assertNotEquals(key.derive("ports"), key.derive("marks"));
        assertNotEquals(key.derive("ports"), new CookieKey(1, 3).derive("ports"));
    }

    @Test
    void doesNotPrintTheSecret() {
        String text = new CookieKey(1234567890123L, 9876543210987L).toString();
        assertFalse(text.contains("1234567890123") || text.contains("9876543210987"), text);
    }
}
