#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A scan the size of the IPv4 internet, 3.7 billion probes, through the kernel: 131,068 addresses of 198.18.0.0/15 times
# 28,300 ports, sent as live frames into a far end that counts and drops them in its driver. Prints what Sonde says it
# sent, what arrived, how long it took, and the memory that the process held meanwhile. Everything happens in two network
# namespaces that this script makes and removes. Some 12 minutes on two cores; at most an hour.
#
# usage: sudo bench/internet.sh [PORTS=28300] [LINK=xdp-live] [TX_THREADS=1] [SAMPLE_SECONDS=10]
set -euo pipefail

ports=${1:-28300}
link=${2:-xdp-live}
tx_threads=${3:-1}
sample_seconds=${4:-10}
limit_seconds=3500 # the far end's program ends after 3600
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lab.sh"

lab_open 4
lab_sink xdp

"$root/sonde" --version > /dev/null # builds it, if need be
machine
echo "link $link, $tx_threads transmit agents, 131068 addresses x $ports ports = $((131068 * ports)) probes"
load before
began=$(date +%s%N)
count0=$(arrived) dropped0=$(near_count tx_dropped)
# Without the near side's own network all targets have the router for their next hop.
ip netns exec "$near" "$root/sonde" 198.18.0.0/15 --exclude 198.19.255.0/30 -p "1-$ports" --link "$link" --rate 1G \
    --tx-threads "$tx_threads" --wait 1 --nostatus > /dev/null 2> "$lab_files/log" &
pid=$!
echo
echo "| after | resident | arrived |"
echo "|---|---|---|"
while sleep "$sample_seconds" && kill -0 "$pid" 2> /dev/null; do
    elapsed=$((($(date +%s%N) - began) / 1000000000))
    resident=$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status") || break
    echo "| $elapsed s | $resident MB | $(($(arrived) - count0)) |"
    if [ "$elapsed" -ge "$limit_seconds" ]; then
        echo "internet.sh: not done after $limit_seconds s, stopped" >&2
        kill -TERM "$pid" # not INT, which bash has what it runs in the background ignore
    fi
done
status=0
wait "$pid" || status=$?
count1=$(arrived) dropped1=$(near_count tx_dropped)

echo
cat "$lab_files/log"
echo
sent=$(number sent)
echo "exit code $status; sent by Sonde's count $sent, arrived $((count1 - count0)) (the link's own test included:" \
    "4 frames for xdp-live), difference $((count1 - count0 - sent)); dropped by the interface $((dropped1 - dropped0))"
load after
