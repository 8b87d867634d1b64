// SPDX-License-Identifier: Apache-2.0
package sonde.e2e;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a test needs of the machine. Where it lacks, the test is skipped and says so on standard
 * error.
 */
final class Require {

    /** Tried once, when first asked. */
    private static final class Namespaces {
        /** Why none can be made here, or empty. */
        static final String OBSTACLE = tryNamespaces();
    }

    private Require() {}

    /** Root, iproute2 and the given programs. */
    static void rootAnd(String... tools) {
        if (!"root".equals(System.getProperty("user.name"))) {
            skip("needs root (network namespaces)");
        }
        tool("ip");
        for (String tool : tools) {
            tool(tool);
        }
        if (!Namespaces.OBSTACLE.isEmpty()) {
            skip("needs network namespaces, but: " + Namespaces.OBSTACLE);
        }
    }

    static void file(String name) {
        if (!Files.exists(Path.of(name))) {
            skip("needs " + name + ", which this machine doesn't have");
        }
    }

    static void skip(String reason) {
        System.err.println("SKIPPED: end-to-end test " + reason);
        Assumptions.abort(reason);
    }

    private static String tryNamespaces() {
        try {
            Namespace.createPair().forEach(Namespace::delete);
            return "";
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void tool(String name) {
        boolean found =
                Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (!found) {
            skip("needs the program " + name + ", which is not on the PATH");
        }
    }
}
