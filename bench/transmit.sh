#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# How many SYNs a second Sonde, masscan and zmap put on one veth link, one after the other in one run, counted where
# they arrive. Everything happens in two network namespaces that this script makes and removes; nothing leaves them.
#
# usage: sudo bench/transmit.sh [SECONDS=10] [ROUNDS=3]
set -euo pipefail

seconds=${1:-10}
rounds=${2:-3}
root=$(cd "$(dirname "$0")/.." && pwd)
near=sonde-bench-$$-a
far=sonde-bench-$$-b
router_mac=02:00:00:00:00:02
conf=$(mktemp -d)

cleanup() {
    ip netns pids "$near" 2>/dev/null | xargs -r kill -9 || true
    ip netns del "$near" 2>/dev/null || true
    ip netns del "$far" 2>/dev/null || true
    rm -rf "$conf"
}
trap cleanup EXIT
[ "$(id -u)" = 0 ] || { echo "transmit.sh: needs root, for network namespaces" >&2; exit 3; }

ip netns add "$near"
ip netns add "$far"
ip link add v0 netns "$near" address 02:00:00:00:00:01 type veth peer name v1 netns "$far" address "$router_mac"
ip -n "$near" link set lo up
ip -n "$near" link set v0 up
ip -n "$far" link set v1 up
ip -n "$near" addr add 198.19.255.1/30 dev v0
ip -n "$near" route add default via 198.19.255.2
ip -n "$near" neigh add 198.19.255.2 lladdr "$router_mac" dev v0 nud permanent
# What arrives is counted by the interface and dropped before the far side's IP stack sees it.
ip netns exec "$far" nft -f - <<'RULES'
table netdev sink {
    chain swallow { type filter hook ingress device "v1" priority 0; policy drop; }
}
RULES
: > "$conf/empty"

arrived() { ip netns exec "$far" cat /sys/class/net/v1/statistics/rx_packets; }

# measure NAME COMMAND...: runs the command for some seconds and prints what arrived in their middle part.
measure() {
    local name=$1
    shift
    ip netns exec "$near" "$@" > "$conf/$name.log" 2>&1 &
    local pid=$!
    sleep 3 # past start-up, masscan's one second of waiting included
    local count0 time0 count1 time1
    count0=$(arrived) time0=$(date +%s%N)
    sleep "$seconds"
    count1=$(arrived) time1=$(date +%s%N)
    kill -INT "$pid" 2>/dev/null || true
    sleep 0.2
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    awk -v n="$name" -v p=$((count1 - count0)) -v t=$((time1 - time0)) \
        'BEGIN { printf "%-10s %8.3f Mpps\n", n, p * 1000 / t }'
}

echo "kernel $(uname -r), $(nproc) cores, $(date -u +%F); ${seconds} s each, ${rounds} rounds"
for round in $(seq "$rounds"); do
    echo "round $round"
    measure sonde "$root/sonde" 198.18.0.0/16 -p1-65535 --rate 100M --wait 1 --seed "$round" --status-json
    if command -v masscan > /dev/null; then
        measure masscan masscan 198.18.0.0/16 -p1-65535 --rate 100000000 --wait 1 --interface v0 \
            --router-mac "$router_mac" --source-ip 198.19.255.1
    fi
    if command -v zmap > /dev/null; then
        measure zmap zmap -p 80 -B 10G -T 1 -i v0 -G "$router_mac" -S 198.19.255.1 -b "$conf/empty" \
            -P 100000 -o /dev/null -q 198.18.0.0/16
    fi
done
