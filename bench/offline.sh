#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# How many probes a second are made when nobody sends them: Sonde's --offline, the whole process on one core, with one
# range of addresses and with 100,000, and masscan's --offline in the same place. A probe is a whole Ethernet frame,
# written into memory. Runs in a network namespace without a way out, because masscan wants an interface even so. Debian
# 12's masscan 1.3.2 can't ("bad packet template", whatever the interface); its row is there for versions that can.
#
# usage: sudo bench/offline.sh [full] [SECONDS=20] [CORE=0]
#
# SECONDS (at most 60) are how long each is let run, its start included. With "full" all 3.7 billion public IPv4 addresses
# are probed on port 80 as well, whatever that takes (at most 15 minutes).
set -euo pipefail

full=
[ "${1-}" != full ] || { full=full; shift; }
seconds=${1:-20}
core=${2:-0}
[ "$seconds" -le 60 ] || { echo "offline.sh: $seconds seconds, at most 60" >&2; exit 2; }
full_seconds=900
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lab.sh"

lab_open

# Disjoint ranges of 1 to 255 addresses, 1 to 256 to the next: 12.8 million addresses, and the same ones each time.
awk 'BEGIN {
    seed = 1
    at = 16777216 # 1.0.0.0
    for (i = 0; i < 100000; i++) {
        seed = (seed * 16807) % 2147483647 # Park and Miller; exact in a double
        length_ = 1 + seed % 255
        last = at + length_ - 1
        printf "%d.%d.%d.%d-%d.%d.%d.%d\n", at / 16777216, at / 65536 % 256, at / 256 % 256, at % 256,
            last / 16777216, last / 65536 % 256, last / 256 % 256, last % 256
        at = last + 2 + int(seed / 255) % 256
    }
}' > "$lab_files/ranges"

# row NAME PROBES_A_SECOND MEGABYTES PROBES
row() { printf '| %s | %.1f M | %d MB | %s |\n' "$1" "$(awk -v r="$2" 'BEGIN { print r / 1e6 }')" "$3" "$4"; }

# sonde NAME SECONDS OPTION...: the rate is that of the time in which probes were made, a cold JVM's included.
sonde() {
    local name=$1 limit=$2 log=$lab_files/sonde.log
    shift 2
    # An interrupt ends a run that would take longer; it still sums up.
    ip netns exec "$near" timeout -s INT -k 10 "$limit" taskset -c "$core" "$root/sonde" --offline --rate 1G --wait 0 \
        --nostatus "$@" > /dev/null 2> "$log" || true
    grep -q 'packets a second on average' "$log" || { echo "offline.sh: $name: $(tail -n 3 "$log")" >&2; return; }
    row "$name" "$(sed -n 's/.*, \([0-9.]*\) packets a second on average.*/\1/p' "$log")" \
        "$(sed -n 's/.*, \([0-9.]*\) MB of memory at most.*/\1/p' "$log")" \
        "$(sed -n 's/^probes: *\([0-9,]*\) made.*/\1/p' "$log")"
    if grep 'DOES NOT ADD UP' "$log" >&2; then exit 1; fi
}

# masscan NAME OPTION...: the rate is the median of its status lines, since it counts nothing at the end.
masscan_offline() {
    local name=$1 log=$lab_files/masscan.log pid memory
    shift
    ip netns exec "$near" taskset -c "$core" masscan --offline --rate 1000000000 --wait 0 --interface v0 \
        --router-mac "$router_mac" --source-ip 198.19.255.1 "$@" > "$log" 2>&1 &
    pid=$!
    sleep "$seconds"
    memory=$(awk '/^VmHWM/ { print $2 / 1024 }' "/proc/$pid/status" 2> /dev/null) || memory=0
    { kill -KILL "$pid" && wait "$pid"; } 2> /dev/null || true
    if grep FAIL "$log" > "$lab_files/failure"; then
        echo "offline.sh: $name: $(head -n 1 "$lab_files/failure")" >&2
        return
    fi
    row "$name" "$(tr '\r' '\n' < "$log" | sed -n 's/^rate: *\([0-9.]*\)-kpps.*/\1/p' |
        awk '$1 > 0 { print $1 * 1000 }' | median)" "$memory" -
}

"$root/sonde" --version > /dev/null # builds it, if need be
machine
echo "$seconds s each, core $core"
load before
echo
echo "| what | probes a second | peak memory | probes |"
echo "|---|---|---|---|"
sonde "Sonde, one range, 65535 ports" "$seconds" 198.18.0.0/15 -p1-65535
sonde "Sonde, one range, one port" "$seconds" 0.0.0.0/1 -p80 --include-reserved --exclude 255.255.255.255
sonde "Sonde, 100,000 ranges, 100 ports" "$seconds" -iL "$lab_files/ranges" -p1-100
if command -v masscan > /dev/null; then
    masscan_offline "masscan, one range, 65535 ports" 198.18.0.0/15 -p1-65535
    masscan_offline "masscan, 100,000 ranges, 100 ports" -iL "$lab_files/ranges" -p1-100
else
    echo "offline.sh: no masscan here, left out" >&2
fi
[ -z "$full" ] || sonde "Sonde, all public addresses, port 80" "$full_seconds" 0.0.0.0/0 -p80 --exclude 255.255.255.255
echo
load after
