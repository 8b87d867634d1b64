// SPDX-License-Identifier: Apache-2.0
package sonde.cli;

import org.jspecify.annotations.Nullable;

/** Which Sonde this is, and on what it runs. */
final class Version {

    private Version() {}

    /** Sonde's version: the module's, else the jar's. */
    static String number() {
        Module module = Version.class.getModule();
        String number = module.isNamed() ? module.getDescriptor().rawVersion().orElse(null) : null;
        return number == null
                ? orUnpackaged(Version.class.getPackage().getImplementationVersion())
                : number;
    }

    /** What {@code --version} prints. */
    static String text() {
        return "sonde "
                + number()
                + "\nJava "
                + System.getProperty("java.runtime.version", "unknown")
                + ", "
                + System.getProperty("java.vendor", "unknown")
                + "\n"
                + System.getProperty("os.name", "unknown")
                + ' '
                + System.getProperty("os.version", "unknown")
                + ", "
                + System.getProperty("os.arch", "unknown")
                + '\n';
    }

    private static String orUnpackaged(@Nullable String number) {
        return number == null ? "(unpackaged build)" : number;
    }
}
