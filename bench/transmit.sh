#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# How many SYNs a second Sonde, masscan, zmap and two bare senders written in C put on one veth link, one after the
# other in one run, counted where they arrive. Everything happens in two network namespaces that this script makes and
# removes; nothing leaves them. What isn't installed is left out.
#
# usage: sudo bench/transmit.sh [SECONDS=10] [ROUNDS=3] [SINK=nft]      sinks: nft, xdp, stack; see bench/lab.sh
set -euo pipefail

seconds=${1:-10}
rounds=${2:-3}
sink=${3:-nft}
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lab.sh"

lab_open
lab_sink "$sink"
: > "$lab_files/empty"
bare=
if command -v cc > /dev/null; then
    bare="sendmmsg_tx afxdp_tx"
    for peer in $bare; do lab_peer "$peer"; done
fi

echo "kernel $(uname -r), $(nproc) cores, $(date -u +%F); ${seconds} s each, ${rounds} rounds, sink $sink"
for round in $(seq "$rounds"); do
    echo "round $round"
    measure sonde "$seconds" "$root/sonde" 198.18.0.0/16 -p1-65535 --rate 100M --wait 1 --seed "$round" --status-json
    if command -v masscan > /dev/null; then
        measure masscan "$seconds" masscan 198.18.0.0/16 -p1-65535 --rate 100000000 --wait 1 --interface v0 \
            --router-mac "$router_mac" --source-ip 198.19.255.1
    fi
    if command -v zmap > /dev/null; then
        measure zmap "$seconds" zmap -p 80 -B 10G -T 1 -i v0 -G "$router_mac" -S 198.19.255.1 -b "$lab_files/empty" \
            -P 100000 -o /dev/null -q 198.18.0.0/16
    fi
    for peer in $bare; do measure "$peer" "$seconds" "$lab_files/$peer" v0 $((seconds + 10)); done
done
