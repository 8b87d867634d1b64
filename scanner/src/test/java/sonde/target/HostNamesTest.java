// SPDX-License-Identifier: Apache-2.0
package sonde.target;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

import java.net.UnknownHostException;

class HostNamesTest {

    @Test
    void remembersTheFirstNameOfEachAddress() throws UnknownHostException {
        HostNames names =
                new HostNames(name -> name.equals("a.example") ? new int[] {1, 2} : new int[] {2});
        assertArrayEquals(new int[] {1, 2}, names.resolve("a.example"));
        assertArrayEquals(new int[] {2}, names.resolve("b.example"));
        assertEquals("a.example", names.nameOf(1));
        assertEquals("a.example", names.nameOf(2));
        assertNull(names.nameOf(3));
    }
}
