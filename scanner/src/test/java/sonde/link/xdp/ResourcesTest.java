// SPDX-License-Identifier: Apache-2.0
package sonde.link.xdp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ResourcesTest {

    @Test
    void areReleasedOnceInReverseOrder() {
        List<String> released = new ArrayList<>();
        Resources resources = new Resources();
        resources.add(() -> released.add("first"));
        resources.add(() -> released.add("second"));
        resources.close();
        resources.close();
        assertEquals(List.of("second", "first"), released);
    }
}
