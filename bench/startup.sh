#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# How long Sonde takes from its start to the first probe on the wire, with its start-up cache and without: to loopback,
# and over a veth pair to a neighbour that ARP has to find, in network namespaces that this script makes and removes.
# Milliseconds, median of the rounds.
#
# usage: sudo bench/startup.sh [ROUNDS=15]
set -euo pipefail

rounds=${1:-15}
root=$(cd "$(dirname "$0")/.." && pwd)
net=sonde-bench-$$
out=$(mktemp -d)

cleanup() {
    for each in "$net" "$net-far"; do
        ip netns pids "$each" 2>/dev/null | xargs -r kill -9 || true
        ip netns del "$each" 2>/dev/null || true
    done
    rm -rf "$out"
}
trap cleanup EXIT
[ "$(id -u)" = 0 ] || { echo "startup.sh: needs root, for a network namespace" >&2; exit 3; }

ip netns add "$net"
ip netns add "$net-far"
ip -n "$net" link set lo up
ip -n "$net" link add near type veth peer name far netns "$net-far"
ip -n "$net" addr add 198.18.0.1/24 dev near
ip -n "$net" link set near up
ip -n "$net-far" addr add 198.18.0.2/24 dev far
ip -n "$net-far" link set far up
"$root/sonde" --version > /dev/null
. "$root/scripts/app.sh"
. "$root/scripts/jdk.sh"
find_jdk java

# first NAMESPACE INTERFACE COMMAND...: milliseconds from the start of the command to the first segment seen there.
first() {
    local seen_in=$1 seen_at=$2
    shift 2
    ip netns exec "$seen_in" tcpdump -i "$seen_at" -c 1 -n -tt --immediate-mode --time-stamp-precision nano tcp \
        > "$out/first" 2> "$out/log" &
    local tap=$!
    while ! grep -q listening "$out/log"; do sleep 0.02; done
    # The time is taken inside the namespace: entering it takes ip(8) 10 ms and more.
    ip netns exec "$net" bash -c 'echo "$EPOCHREALTIME" > "$0"; exec "$@"' "$out/began" "$@" > /dev/null 2>&1
    wait "$tap"
    awk -v b="$(cat "$out/began")" '{ printf "%.0f\n", ($1 - b) * 1000; exit }' "$out/first"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

repeat() {
    local name=$1
    shift
    for _ in $(seq "$rounds"); do first "$@"; done | median | awk -v n="$name" '{ printf "%-44s %5d ms\n", n, $1 }'
}

lo=("$net" lo)
far=("$net-far" far)
sonde=("$root/sonde")
plain=("$JDK/bin/java" $jvm_options -p "$jar" -m sonde/sonde.cli.Main)
options=(-p80 --wait 0 --nostatus)
echo "kernel $(uname -r), $(nproc) cores, $(date -u +%F), $rounds rounds, median from start to first probe"
repeat "loopback: ./sonde, with its cache" "${lo[@]}" "${sonde[@]}" 127.0.0.1 "${options[@]}"
repeat "loopback: the same JVM without the cache" "${lo[@]}" "${plain[@]}" 127.0.0.1 "${options[@]}"
repeat "veth: ./sonde, with its cache" "${far[@]}" "${sonde[@]}" 198.18.0.2 "${options[@]}"
repeat "veth: the same JVM without the cache" "${far[@]}" "${plain[@]}" 198.18.0.2 "${options[@]}"
if command -v masscan > /dev/null; then
    echo "masscan: waits a second before its first packet, by design"
fi
