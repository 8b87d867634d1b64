#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Finds a JDK. To be sourced; starts no process unless run by sudo.

JDK_MIN=25

# find_jdk PROGRAM: sets JDK to the home of a JDK of version $JDK_MIN or newer that has bin/PROGRAM, which is
# "java" to run what is built and "javac" to build; fails if there is none. What the user names comes first.
find_jdk() {
    if [ -n "${SONDE_JAVA_HOME-}" ]; then
        JDK=$SONDE_JAVA_HOME
        jdk_is_usable "$1"
        return
    fi
    jdk_homes=${HOME-/nonexistent}
    if [ -n "${SUDO_USER-}" ]; then
        jdk_passwd=$(getent passwd "$SUDO_USER") || jdk_passwd=
        jdk_passwd=${jdk_passwd%:*}
        jdk_homes="$jdk_homes ${jdk_passwd##*:}"
    fi
    for JDK in "${JAVA_HOME-}" /usr/lib/jvm/* /opt/*; do
        jdk_is_usable "$1" && return
    done
    for jdk_home in $jdk_homes; do
        for JDK in "$jdk_home"/.sdkman/candidates/java/* "$jdk_home"/.jdks/*; do
            jdk_is_usable "$1" && return
        done
    done
    return 1
}

# jdk_is_usable PROGRAM: whether the JDK at $JDK will do, by the file "release" that every JDK has.
jdk_is_usable() {
    [ -x "$JDK/bin/$1" ] && [ -r "$JDK/release" ] || return 1
    while IFS='="' read -r jdk_key _ jdk_value _; do
        if [ "$jdk_key" = JAVA_VERSION ]; then
            jdk_major=${jdk_value%%[!0-9]*}
            [ "${jdk_major:-0}" -ge "$JDK_MIN" ]
            return
        fi
    done < "$JDK/release"
    return 1
}

# jdk_missing: says on standard error what is missing and how to get it.
jdk_missing() {
    if [ -n "${SONDE_JAVA_HOME-}" ]; then
        echo "sonde: SONDE_JAVA_HOME is $SONDE_JAVA_HOME, which is no JDK $JDK_MIN or newer." >&2
    else
        echo "sonde: needs a JDK $JDK_MIN or newer; there is none in JAVA_HOME, /usr/lib/jvm, /opt, ~/.sdkman or" \
            "~/.jdks. Get one from your distribution (openjdk-25-jdk-headless, where it has that); or on Debian and" \
            "Ubuntu from Adoptium's apt repository (https://adoptium.net/installation/linux), package" \
            "temurin-25-jdk; or with SDKMAN: sdk install java 25-tem; or unpack a tarball of" \
            "https://adoptium.net/temurin/releases/?version=25 anywhere and set SONDE_JAVA_HOME to its folder." >&2
    fi
}
