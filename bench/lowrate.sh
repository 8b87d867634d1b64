#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# What a slow scan costs: processor time of the whole process, user and system, in percent of one core, at rates at which
# it mostly waits. Its start is left out. Everything happens in two network namespaces that this script makes and removes;
# the far side's driver drops what arrives, and counts it.
#
# usage: sudo bench/lowrate.sh [SECONDS=20] [LINKS="packet xdp xdp-live"] [RATES="1000 10000 100000"]
set -euo pipefail

seconds=${1:-20}
read -ra links <<< "${2:-packet xdp xdp-live}"
read -ra rates <<< "${3:-1000 10000 100000}"
settle_seconds=4 # start-up, and most of the compiling
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lab.sh"

lab_open 4
lab_sink xdp

# ticks PID: user and system time so far, fields 14 and 15 of proc_pid_stat(5); the name before them may hold blanks.
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }

"$root/sonde" --version > /dev/null # builds it, if need be
ticks_a_second=$(getconf CLK_TCK)
machine
echo "$seconds s each, after $settle_seconds s to settle"
load before
echo
echo "| link | rate asked for | rate on the wire | of a core |"
echo "|---|---|---|---|"
for link in "${links[@]}"; do
    for rate in "${rates[@]}"; do
        # Ends by itself, should this script not come to end it.
        ip netns exec "$near" "$root/sonde" 198.18.0.0/16 -p1-65535 --link "$link" --rate "$rate" --wait 0 --nostatus \
            --resume-count $((rate * (seconds + settle_seconds + 30))) > "$lab_files/log" 2>&1 &
        pid=$!
        sleep "$settle_seconds"
        ticks0=$(ticks "$pid") || { echo "lowrate.sh: $link: $(tail -n 3 "$lab_files/log")" >&2; continue; }
        count0=$(arrived) time0=$(date +%s%N)
        sleep "$seconds"
        ticks1=$(ticks "$pid") count1=$(arrived) time1=$(date +%s%N)
        # Not INT, which bash has what it runs in the background ignore.
        { kill -TERM "$pid" && wait "$pid"; } 2> /dev/null || true
        awk -v l="$link" -v r="$rate" -v n=$((count1 - count0)) -v t=$((time1 - time0)) -v c=$((ticks1 - ticks0)) \
            -v hz="$ticks_a_second" \
            'BEGIN { t /= 1e9; printf "| %s | %d | %.0f | %.1f %% |\n", l, r, n / t, c * 100 / hz / t }'
    done
done
echo
load after
