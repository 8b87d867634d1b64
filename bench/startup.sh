#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# How long Sonde takes from its start to the first probe on the wire (here: loopback, in a network namespace that this
# script makes and removes), with its start-up cache and without. Milliseconds, median of the rounds.
#
# usage: sudo bench/startup.sh [ROUNDS=15]
set -euo pipefail

rounds=${1:-15}
root=$(cd "$(dirname "$0")/.." && pwd)
net=sonde-bench-$$
out=$(mktemp -d)

cleanup() {
    ip netns pids "$net" 2>/dev/null | xargs -r kill -9 || true
    ip netns del "$net" 2>/dev/null || true
    rm -rf "$out"
}
trap cleanup EXIT
[ "$(id -u)" = 0 ] || { echo "startup.sh: needs root, for a network namespace" >&2; exit 3; }

ip netns add "$net"
ip -n "$net" link set lo up
"$root/sonde" --version > /dev/null
. "$root/scripts/app.sh"
. "$root/scripts/jdk.sh"
find_jdk java

# first COMMAND...: milliseconds from the start of the command to the first frame on lo.
first() {
    ip netns exec "$net" tcpdump -i lo -c 1 -n -tt --immediate-mode --time-stamp-precision nano tcp \
        > "$out/first" 2> "$out/log" &
    local tap=$!
    while ! grep -q listening "$out/log"; do sleep 0.02; done
    local began
    began=$(date +%s.%N)
    ip netns exec "$net" "$@" > /dev/null 2>&1
    wait "$tap"
    awk -v b="$began" '{ printf "%.0f\n", ($1 - b) * 1000; exit }' "$out/first"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

repeat() {
    local name=$1
    shift
    for _ in $(seq "$rounds"); do first "$@"; done | median | awk -v n="$name" '{ printf "%-32s %5d ms\n", n, $1 }'
}

scan=(127.0.0.1 -p80 --wait 0 --nostatus)
plain=("$JDK/bin/java" $jvm_options -p "$jar" -m sonde/sonde.cli.Main)
echo "kernel $(uname -r), $(nproc) cores, $(date -u +%F), $rounds rounds, median from start to first probe"
repeat "./sonde, with its cache" "$root/sonde" "${scan[@]}"
repeat "the same JVM without the cache" "${plain[@]}" "${scan[@]}"
if command -v masscan > /dev/null; then
    echo "masscan: waits a second before its first packet, by design"
fi
