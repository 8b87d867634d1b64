#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds the program: scanner/target/app/sonde.jar and, beside it, a cache that halves its start-up time. Called by
# ./sonde when that is needed. Tests and checks are left to ./test.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
. "$root/scripts/app.sh"
. "$root/scripts/jdk.sh"
. "$root/scripts/apt.sh"

log=$root/scanner/target/build.log
version=$(sed -n '/<version>/{s:.*<version>\(.*\)</version>.*:\1:p;q;}' "$root/pom.xml")

fail() {
    echo "sonde: $*" >&2
    exit 3
}

prepare() {
    if [ ! -w "$root/scanner" ]; then
        # Times may well be wrong in a copy, so a program that is there is run.
        [ ! -e "$jar" ] || exit 0
        fail "is not built yet, and can't be: $root is not writable here; run $root/sonde --version once as its owner"
    fi
    find_jdk javac || {
        jdk_missing
        exit 3
    }
    if ! command -v mvn > /dev/null; then
        can_install && install_packages maven > /dev/null ||
            fail "needs Maven for the first build: install the package maven (apt-get install maven)," \
                "or run sonde once as root, which does that on Debian"
    fi
    become_owner
}

# Root builds as the owner of the clone, so that nothing in it, nor in the owner's ~/.m2, ends up being root's.
become_owner() {
    uid=$(stat -c %u "$root")
    if [ "$(id -u)" != 0 ] || [ "$uid" = 0 ]; then
        return
    fi
    gid=$(stat -c %g "$root")
    entry=$(getent passwd "$uid") || entry=
    home=${entry%:*}
    home=${home##*:}
    groups=--clear-groups
    [ -z "$entry" ] || groups=--init-groups
    command -v setpriv > /dev/null || fail "needs setpriv (package util-linux) to build as the owner of $root"
    exec setpriv --reuid "$uid" --regid "$gid" "$groups" env -u SUDO_USER -u SONDE_JAVA_HOME HOME="$home" \
        USER="${entry%%:*}" LOGNAME="${entry%%:*}" JAVA_HOME="$JDK" sh "$root/scripts/build.sh"
}

# The lock is on the folder itself: it leaves no file behind, and it is gone with the process.
lock() {
    exec 9< "$root"
    if ! flock -n 9; then
        echo "sonde: waiting for another build to end" >&2
        flock 9
        is_stale || exit 0
    fi
}

# run STAGE COMMAND...: runs it with its output in the log and shows how long it has been at it.
run() {
    stage=$1
    shift
    "$@" >> "$log" 2>&1 < /dev/null 9>&- &
    child=$!
    [ -t 2 ] || echo "sonde: building $version: $stage" >&2
    while [ -t 2 ] && kill -0 "$child" 2> /dev/null; do
        [ "$stage" = training ] || note_downloads
        printf '\r\033[Ksonde: building %s: %s (%d s)' "$version" "$stage" $(($(date +%s) - began)) >&2
        sleep 0.2
    done
    wait "$child" && ended=0 || ended=$?
    child=
    [ ! -t 2 ] || printf '\r\033[K' >&2
    return "$ended"
}

note_downloads() {
    fetched=$(grep -c '^Downloaded from\|\] Downloaded from' "$log") || return 0
    stage="compiling; $fetched files fetched by Maven"
}

stop() {
    [ -z "$child" ] || kill "$child" 2> /dev/null || true
    [ ! -t 2 ] || echo >&2
    exit "$1"
}

maven() {
    # Silences two warnings that JDK 25 has for Maven 3 itself.
    quiet='--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED'
    repository=
    # An owner without a home of its own (a container's bare user id) gets a repository in the clone.
    [ -w "${HOME:-/nonexistent}" ] || repository=-Dmaven.repo.local=$root/scanner/target/m2
    cd "$root"
    # The goals by themselves: the phase "package" would fetch the tools of the tests, too.
    JAVA_HOME=$JDK MAVEN_OPTS="$quiet -XX:TieredStopAtLevel=1 ${MAVEN_OPTS-}" exec mvn ${repository:+"$repository"} \
        -pl scanner -Dsonde.untested antrun:run@zstd resources:resources compiler:compile jar:jar
}

# One run that shows the JVM which classes and code a start needs: a real scan, over a link that exists for this alone.
# What it doesn't touch is slow at every start, so where the kernel grants less, less is gained.
train() {
    # shellcheck disable=SC2086
    set -- timeout 60 "$JDK/bin/java" $jvm_options -XX:AOTCacheOutput="$cache.new" -p "$jar" -m sonde/sonde.cli.Main
    # Root may use XDP, but not in a user namespace; nobody else gets a network without one.
    namespace=-rn
    [ "$(id -u)" != 0 ] || namespace=-n
    network=$root/scripts/train.sh
    loopback='ip link set lo up && exec "$@"'
    if unshare $namespace sh "$network" true; then
        # Two neighbours, of which one is not there, and fourteen hosts behind a router.
        exec unshare $namespace sh "$network" "$@" 198.18.0.2/31 198.18.1.1-198.18.1.14 -p1-1500 --rate 500k \
            --wait 0.1 -oJ /dev/null
    elif unshare $namespace sh -c "$loopback" sh true; then
        exec unshare $namespace sh -c "$loopback" sh "$@" 127.0.0.1 -p1-20000 --rate 500k --wait 0.1 -oJ /dev/null
    fi
    exec "$@" --offline 198.18.0.0/15 -p80 --rate 100M --wait 0
}

child=
prepare
began=$(date +%s)
lock
trap 'stop 130' INT
trap 'stop 143' TERM HUP
mkdir -p "$app"
: > "$log"

# The jar gets the time at which its build began: what is edited meanwhile is newer.
touch "$app/began"
if ! run compiling maven; then
    grep '^\[ERROR\] ' "$log" | grep -v '\[Help\|^\[ERROR\] \(To see\|Re-run\|$\)' | head -n 8 >&2 || true
    fail "the build failed; all that Maven said is in $log"
fi
# Renamed into place: a running Sonde keeps the file it has open. The old cache goes first, the new one comes last.
cp "$root/scanner/target/sonde-$version.jar" "$jar.new"
touch -r "$app/began" "$jar.new"
rm -f "$cache" "$app/began"
mv -f "$jar.new" "$jar"
if run training train && [ -s "$cache.new" ]; then
    mv -f "$cache.new" "$cache"
else
    rm -f "$cache.new"
    echo "sonde: no start-up cache could be made (see $log); sonde works without, and starts a little slower" >&2
fi
rm -f "$cache.new.config"
echo "built sonde $version in $(($(date +%s) - began)) s" >&2
