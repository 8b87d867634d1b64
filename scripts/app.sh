#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Where the built program lies and how it is run: what ./sonde and scripts/build.sh must agree on. To be sourced, with
# $root set to the clone.

app=$root/scanner/target/app
jar=$app/sonde.jar
cache=$app/sonde.aot

# Serial collection: the hot path allocates nothing, so a collector with threads of its own would only cost memory.
# Its heap is 96 MB, and grows only when many conversations are open at once: each server may say something.
# No logging: the JVM would put its warnings on standard output, among the results, and say when the cache does not fit.
jvm_options="-XX:+UseSerialGC -Xms96m -Xmx512m -XX:-UsePerfData -Xlog:disable --enable-native-access=sonde"

# Whether the program is to be built: there is none, or something it is made of has changed since.
is_stale() {
    [ ! -e "$jar" ] || has_newer "$root/pom.xml" "$root/scanner/pom.xml" "$root/scanner/src/main" "$root/scripts"
}

# has_newer FILE...: whether one of them, or of what they hold, is newer than the jar. A folder is when something was
# taken out of it. The shell's own tests: find(1) would cost every start a process.
has_newer() {
    for file; do
        if [ "$file" -nt "$jar" ] || { [ -d "$file" ] && has_newer "$file"/*; }; then
            return 0
        fi
    done
    return 1
}
