#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# How many SYNs a second Sonde's links, masscan, zmap and two bare senders written in C put on one veth link, one after
# the other in each round, counted in the driver where they arrive and are dropped. Everything happens in two network
# namespaces that this script makes and removes; nothing leaves them. What isn't installed (masscan, zmap: apt-get
# install them first; the C senders need cc) is left out and said so.
#
# usage: sudo bench/transmit.sh [SECONDS=10] [ROUNDS=5] [SINK=xdp] [QUEUES=4]
#
# Sinks: xdp, nft, stack, see bench/lab.sh; live frames need xdp. QUEUES are those of each end; two agents need two.
set -euo pipefail

seconds=${1:-10}
rounds=${2:-5}
sink=${3:-xdp}
queues=${4:-4}
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lab.sh"

lab_open "$queues"
lab_sink "$sink"
: > "$lab_files/empty"
# 4.3 billion probes, more than anybody sends in the time, all by way of one router.
targets=(198.18.0.0/16 -p1-65535)
senders=()
declare -A rates dropped

# one NAME COMMAND...: measures a sender once more.
one() {
    local name=$1
    shift
    measure "$name" "$seconds" "$@"
    [ -n "${rates[$name]-}" ] || senders+=("$name")
    rates[$name]="${rates[$name]-}$measured_pps "
    dropped[$name]=$((${dropped[$name]:-0} + measured_dropped))
}

sonde() {
    local name=$1
    shift
    one "$name" "$root/sonde" "${targets[@]}" --rate 1G --wait 1 --seed "$round" --status-json "$@"
}

# middle NAME: the median of its rounds, 0 without any.
middle() { tr ' ' '\n' <<< "${rates[$1]-}" | grep . | median; }

ratio() {
    awk -v a="$1" -v b="$2" -v x="$(middle "$1")" -v y="$(middle "$2")" \
        'BEGIN { if (x > 0 && y > 0) printf "%s : %s = %.2f\n", a, b, x / y }'
}

"$root/sonde" --version > /dev/null # builds it, if need be
[ "$sink" = xdp ] || echo "transmit.sh: without sink xdp, live frames are not measured" >&2
peers="masscan zmap"
if command -v cc > /dev/null; then
    for peer in sendmmsg_tx afxdp_tx; do lab_peer "$peer"; done
else
    peers="$peers cc"
fi
for peer in $peers; do
    command -v "$peer" > /dev/null || echo "transmit.sh: no $peer here, left out" >&2
done

machine
echo "$seconds s each, $rounds rounds, sink $sink, $queues queues"
load before
for round in $(seq "$rounds"); do
    if [ "$sink" = xdp ]; then
        sonde xdp-live --link xdp-live
        [ "$queues" -lt 2 ] || sonde xdp-live-2 --link xdp-live --tx-threads 2 --cpu 0,1
    fi
    sonde xdp --link xdp
    sonde packet --link packet
    if command -v cc > /dev/null; then
        one afxdp_tx "$lab_files/afxdp_tx" v0 $((seconds + 10))
        one sendmmsg_tx "$lab_files/sendmmsg_tx" v0 $((seconds + 10))
    fi
    if command -v masscan > /dev/null; then
        one masscan masscan "${targets[@]}" --rate 100000000 --wait 1 --interface v0 --router-mac "$router_mac" \
            --source-ip 198.19.255.1
    fi
    if command -v zmap > /dev/null; then
        one zmap zmap -p 80 -B 10G -T 1 -i v0 -G "$router_mac" -S 198.19.255.1 -b "$lab_files/empty" -P 100000 \
            -o /dev/null -q 198.18.0.0/16
    fi
done
load after

echo
echo "| sender | Mpps, median | Mpps, each round | dropped by its interface |"
echo "|---|---|---|---|"
for name in "${senders[@]}"; do
    awk -v n="$name" -v m="$(middle "$name")" -v all="${rates[$name]}" -v d="${dropped[$name]}" 'BEGIN {
        printf "| %s | %.3f |", n, m / 1e6
        count = split(all, rate, " ")
        for (i = 1; i <= count; i++) printf " %.3f", rate[i] / 1e6
        printf " | %d |\n", d
    }'
done
echo
ratio xdp-live masscan
ratio xdp-live zmap
ratio xdp-live-2 xdp-live
ratio xdp afxdp_tx
ratio packet sendmmsg_tx
