#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Sonde sending and receiving at full speed: the far side's driver answers every SYN, or one of 64, and Sonde checks each
# answer and writes it down. Prints what was sent and received a second, what part was lost, and where; the responder's
# own count is the truth to compare with. Everything happens in two network namespaces that this script makes and removes.
# Needs bench/target/benchmarks.jar (./test unit).
#
# usage: sudo bench/duplex.sh [SECONDS=10] [RATE_1=2200k] [RATE_64=100M] [LINK=xdp-live] [QUEUES=4]
#
# RATE_1 and RATE_64 are the rates where every SYN and where one of 64 is answered. Rates and
# the first loss are of the time from a second after the first probe on.
set -euo pipefail

seconds=${1:-10}
rate_1=${2:-2200k}
rate_64=${3:-100M}
link=${4:-xdp-live}
queues=${5:-4}
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lab.sh"

lab_open "$queues"

# sample: what the near interface has counted, twice a second: time, frames that left, came, and came in vain. The last is
# what the sockets of links xdp and xdp-live had no room for.
sample() {
    ip netns exec "$near" bash -c 'cd /sys/class/net/v0/statistics
        while :; do
            read -r sent < tx_packets; read -r came < rx_packets; read -r lost < rx_dropped
            echo "$EPOCHREALTIME $sent $came $lost"
            sleep 0.5
        done' > "$lab_files/samples" &
    sampler=$!
}

# warm: millions sent and received a second, and the part of what came that was lost in percent, once warm.
warm() {
    awk '
        NR > 1 && $2 - sent > 1000 {
            if (!begin) begin = $1
            last = NR - 1 # the last whole interval of sending ends where this one begins
        }
        { time[NR] = $1; sent = out[NR] = $2; in_[NR] = $3; lost[NR] = $4 }
        begin && !first && $1 >= begin + 1 { first = NR }
        END {
            if (!first || last <= first) { print "- | - | -"; exit }
            t = time[last] - time[first]
            came = in_[NR] - in_[first]
            printf "%.3f | %.3f | %.4f", (out[last] - out[first]) / t / 1e6, (in_[last] - in_[first]) / t / 1e6,
                (came > 0 ? (lost[NR] - lost[first]) * 100 / came : 0)
        }' "$lab_files/samples"
}

# run ONE_IN RATE NAME OPTION...
run() {
    local one_in=$1 rate=$2 name=$3 far0 near0 made ours
    shift 3
    lab_responder "$one_in"
    far0=$(far_count tx_dropped) near0=$(near_count tx_dropped)
    sample
    # An interrupt ends the sending; answers are still waited for. Two seconds are for the start and to get warm.
    ip netns exec "$near" timeout -s INT -k 30 $((seconds + 2)) "$root/sonde" 198.18.0.0/16 -p1-65535 --link "$link" \
        --rate "$rate" --wait auto --nostatus "$@" > /dev/null 2> "$lab_files/log" || true
    kill "$sampler"
    wait "$sampler" 2> /dev/null || true
    made=$(answered)
    ours=$(number ours)
    [ "$ours" -gt 0 ] || echo "duplex.sh: no answer was taken: $(tail -n 3 "$lab_files/log")" >&2
    echo "| 1 of $one_in | $name | $(warm) | $(awk -v m="$made" -v o="$ours" \
        'BEGIN { printf "%.4f", (m > 0 ? (m - o) * 100 / m : 0) }') |"
    details+=("| 1 of $one_in | $name | $(number sent) | $(number dropped) | $made | $ours | $(number duplicate) |\
 $(number "frames lost in a full receive ring") | $(number "for want of a buffer") | $(number foreign) |\
 $(($(near_count tx_dropped) - near0)) | $(($(far_count tx_dropped) - far0)) |")
    grep 'DOES NOT ADD UP' "$lab_files/log" >&2 || true
    lab_responder_end
}

"$root/sonde" --version > /dev/null # builds it, if need be
details=()
machine
echo "link $link, $queues queues, $seconds s each; rate $rate_1 where each SYN is answered, $rate_64 where one of 64 is"
load before
echo
echo "| answered | variant | sent, Mpps | received, Mpps | lost, % | lost from the start on, % |"
echo "|---|---|---|---|---|---|"
for one_in in 1 64; do
    rate=rate_$one_in
    run "$one_in" "${!rate}" "results to stdout"
    run "$one_in" "${!rate}" "-oL" -oL /dev/null
    run "$one_in" "${!rate}" "-oL, --cpu 0,1" -oL /dev/null --cpu 0,1
done
echo
echo "Sonde's own counts, and what each interface dropped while sending:"
echo
echo "| answered | variant | sent | dropped | answers made | ours | duplicate | ring full | no buffer | foreign |" \
    "near dropped | far dropped |"
echo "|---|---|---|---|---|---|---|---|---|---|---|---|"
printf '%s\n' "${details[@]}"
echo
load after
