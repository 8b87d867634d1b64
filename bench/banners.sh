#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Banners of one nginx behind many addresses, over one veth pair: Sonde from its host's own address and from a spare one,
# masscan from the spare one, and a plain grabber over the kernel's TCP (sonde.peers.NioGrabber). Everything happens in
# two network namespaces that this script makes and removes. Needs nginx, nft, jq, masscan, and bench/target/benchmarks.jar
# (./test unit).
#
#   accuracy   each tool at each rate, ROUNDS times, in turn: open ports, web banners, addresses with more than one, and
#              RSTs that came to the far side
#   speed      all on processor 0, nginx on the last one: banners a second of the time until the last banner, and of
#              processor time
#
# usage: sudo bench/banners.sh accuracy [ADDRESSES=4096] [RATES=5000,20000] [ROUNDS=10]    4096 or 65536 addresses
#        sudo bench/banners.sh speed [ADDRESSES=65536] [RATE=100000] [ROUNDS=3]
#        SONDE_OPTIONS=... is given to Sonde besides
set -euo pipefail

usage() { echo "usage: banners.sh accuracy|speed [ADDRESSES] [RATES] [ROUNDS]" >&2; exit 2; }
what=${1:-}
case $what in
accuracy) count=${2:-4096} rates=${3:-5000,20000} rounds=${4:-10} ;;
speed) count=${2:-65536} rates=${3:-100000} rounds=${4:-3} ;;
*) usage ;;
esac
case $count in
4096) prefix=198.18.0.0/20 ;;
65536) prefix=198.18.0.0/16 ;;
*) usage ;;
esac
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lab.sh"
jar=$root/bench/target/benchmarks.jar
wait_seconds=6 # masscan lets a server speak for 2 s before it asks
limit_seconds=120
concurrent=2000

for program in nginx nft jq; do
    command -v "$program" > /dev/null || { echo "banners.sh: needs $program" >&2; exit 3; }
done
lab_open 1 1 on
lab_web "$prefix"
bound=()
if [ "$what" = speed ]; then
    bound=(taskset -c 0)
    far pgrep -f "$lab_files/nginx/conf" | xargs -rn1 taskset -cp $(($(nproc) - 1)) > /dev/null
fi
read -ra more <<< "${SONDE_OPTIONS:-}"

# words NAME RATE: sets the command that is this tool; but for nio's, results go to $out as NDJSON.
words() {
    case $1 in
    sonde-*) command=("$root/sonde" "$prefix" -p80 --banners --rate "$2" --wait "$wait_seconds" --nostatus -oD "$out") ;;
    masscan) command=(masscan "$prefix" -p80 --banners --rate "$2" --wait "$wait_seconds" -e v0
        --source-ip "$lab_spare" --router-mac "${router_mac//:/-}" -oD "$out") ;;
    nio) command=("$JDK/bin/java" -XX:+UseSerialGC -Xmx512m -cp "$jar" sonde.peers.NioGrabber
        198.18.0.0 "$count" 80 "$concurrent") ;;
    esac
    case $1 in
    sonde-own) command+=("${more[@]}") ;;
    sonde-spare) command+=(--source-ip "$lab_spare" "${more[@]}") ;;
    esac
}

# one NAME RATE: runs it and sets open, banners, repeated, reset_count, seconds (without the wait) and cpu (seconds).
one() {
    local resets0 times user system
    out=$lab_files/out.ndjson
    : > "$out"
    resets0=$(resets)
    TIMEFORMAT='%R %U %S'
    words "$@"
    times=$({ time near_tool; } 2>&1) || echo "banners.sh: $1 failed: $(tail -n 3 "$lab_files/log")" >&2
    read -r seconds user system <<< "$(tail -n 1 <<< "$times")"
    cpu=$(awk -v u="$user" -v s="$system" 'BEGIN { print u + s }')
    reset_count=$(($(resets) - resets0))
    if [ "$1" = nio ]; then
        read -r open _ banners _ < "$lab_files/log"
        repeated=0
        seconds=$(awk '{ print $(NF - 1) }' "$lab_files/log")
        return
    fi
    # masscan ends its file with a line of another kind.
    grep -a '^{"ip"' "$out" > "$out.records" || true
    open=$(grep -c '"status":"open"' "$out.records" || true)
    read -r banners repeated <<< "$(jq -r 'select(.rec_type == "banner" and .data.service_name == "http") | .ip' \
        "$out.records" | sort | uniq -c | awk '{ n++; if ($1 > 1) more++ } END { print n + 0, more + 0 }')"
    seconds=$(awk -v s="$seconds" -v w="$wait_seconds" 'BEGIN { printf "%.2f", s - w }')
}
near_tool() {
    ip netns exec "$near" "${bound[@]}" timeout -k 2 "$limit_seconds" "${command[@]}" > "$lab_files/log" 2>&1 < /dev/null
}

"$root/sonde" --version > /dev/null # builds it, if need be
lab_java
tools=(sonde-own sonde-spare)
! command -v masscan > /dev/null || tools+=(masscan)
if [ "$what" = speed ]; then
    [ ! -e "$jar" ] || tools+=(nio)
fi
machine
echo "$count addresses, nginx $(nginx -v 2>&1 | sed 's/.*nginx.//')"
load before
echo
echo "| tool | rate | round | open | http banners | twice or more | RSTs | seconds less the wait | processor seconds |"
echo "|---|---|---|---|---|---|---|---|---|"
for rate in ${rates//,/ }; do
    for round in $(seq "$rounds"); do
        for name in "${tools[@]}"; do
            one "$name" "$rate"
            echo "| $name | $rate | $round | $open | $banners | $repeated | $reset_count | $seconds | $cpu |"
            echo "$name $rate $open $banners $repeated $reset_count $seconds $cpu" >> "$lab_files/rows"
            # Half-open connections of one tool are no burden to the next.
            sleep 1
        done
    done
done
echo
echo "| tool | rate | banners, least | median | most | RSTs in all | a second, median | a second of processor time, median |"
echo "|---|---|---|---|---|---|---|---|"
for rate in ${rates//,/ }; do
    for name in "${tools[@]}"; do
        # shellcheck disable=SC2016
        column() { awk -v n="$name" -v r="$rate" "\$1 == n && \$2 == r { print ($1) }" "$lab_files/rows"; }
        echo "| $name | $rate | $(column '$4' | sort -n | head -n 1) | $(column '$4' | median) |" \
            "$(column '$4' | sort -n | tail -n 1) | $(column '$6' | awk '{ s += $1 } END { print s }') |" \
            "$(column '$7 > 0 ? int($4 / $7) : 0' | median) | $(column '$8 > 0 ? int($4 / $8) : 0' | median) |"
    done
done
echo
load after
