#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Probes that are no SYN over IPv4, over one veth pair: echo requests, DNS over UDP, and SYNs over IPv6; each tool finds
# the hosts of one prefix, all of which answer. Sonde, masscan and zmap take turns. Everything happens in two network
# namespaces that this script makes and removes. Needs dnsmasq (udp); masscan and zmap where they are to be compared.
#
#   icmp   echo requests to ADDRESSES, which the far side's kernel answers
#   udp    a DNS question to port 53 of each, which dnsmasq answers
#   syn6   SYNs to a closed port of IPv6 addresses, which the far side's kernel resets; zmap can't
#
# usage: sudo bench/probes.sh [ADDRESSES=65536] [RATE=20000] [ROUNDS=3] [KINDS=icmp,udp,syn6]    4096 or 65536 addresses
set -euo pipefail

count=${1:-65536} rate=${2:-20000} rounds=${3:-3} kinds=${4:-icmp,udp,syn6}
case $count in
4096) prefix=198.18.0.0/20 prefix6=2001:db8:f::/116 ;;
65536) prefix=198.18.0.0/16 prefix6=2001:db8:f::/112 ;;
*) echo "usage: probes.sh [4096|65536] [RATE] [ROUNDS] [KINDS]" >&2; exit 2 ;;
esac
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lab.sh"
wait_seconds=3
limit_seconds=30 # masscan 1.3 waits for ever here: it is ended, and what it has written is counted
near6=2001:db8:1::1 router6=2001:db8:1::2

command -v dnsmasq > /dev/null || { echo "probes.sh: needs dnsmasq" >&2; exit 3; }
lab_open 1 1 on
ip -n "$far" link set lo up
ip -n "$far" addr add 198.19.255.2/30 dev v1
ip -n "$far" neigh add 198.19.255.1 lladdr "$near_mac" dev v1 nud permanent
ip -n "$far" route add local "$prefix" dev lo
ip -n "$near" addr add "$near6/64" dev v0 nodad
ip -n "$far" addr add "$router6/64" dev v1 nodad
ip -n "$near" neigh add "$router6" lladdr "$router_mac" dev v0 nud permanent
ip -n "$far" neigh add "$near6" lladdr "$near_mac" dev v1 nud permanent
ip -n "$near" route add 2001:db8:f::/64 via "$router6"
ip -n "$far" route add local "$prefix6" dev lo
far sh -c 'echo 0 > /proc/sys/net/ipv4/icmp_ratelimit; echo 0 > /proc/sys/net/ipv6/icmp/ratelimit
    echo 1000000 > /proc/sys/net/ipv4/icmp_msgs_per_sec' 2> /dev/null
ip netns exec "$far" dnsmasq -k -C /dev/null --no-resolv --no-hosts --pid-file= -u root > /dev/null 2>&1 < /dev/null &
disown

# words KIND NAME: sets the command; results go to $out.
words() {
    local target=$prefix what=(--ping)
    case $1 in
    udp) what=(-pU:53) ;;
    syn6) target=$prefix6 what=(-p81 --show closed) ;;
    esac
    case $2 in
    sonde) command=("$root/sonde" "$target" "${what[@]}" --rate "$rate" --wait "$wait_seconds" --nostatus
        --alias-check=no -oD "$out") ;;
    masscan) command=(masscan "$target" "${what[@]}" --rate "$rate" --wait "$wait_seconds" -e v0
        --router-mac "${router_mac//:/-}" -oD "$out")
        [ "$1" != syn6 ] || command+=(--source-ip "$near6") ;;
    zmap) command=(zmap -i v0 -G "$router_mac" -r "$rate" -c "$wait_seconds" -b /dev/null -q -o "$out" "$prefix")
        case $1 in
        icmp) command+=(-M icmp_echoscan) ;;
        # The same question as masscan's and Sonde's: version.bind, TXT, of class CHAOS.
        udp) command+=(-M udp -p 53 --probe-args=hex:1234010000010000000000000776657273696f6e0462696e640000100003
            --output-filter='success = 1 && repeat = 0') ;;
        esac ;;
    esac
}

# one KIND NAME: runs it and sets found, seconds (without the wait) and cpu (seconds).
one() {
    local times user system
    out=$lab_files/out
    : > "$out"
    TIMEFORMAT='%R %U %S'
    words "$@"
    times=$({ time near_tool; } 2>&1) || echo "probes.sh: $2 did not end by itself, or failed" >&2
    read -r seconds user system <<< "$(tail -n 1 <<< "$times")"
    cpu=$(awk -v u="$user" -v s="$system" 'BEGIN { print u + s }')
    seconds=$(awk -v s="$seconds" -v w="$wait_seconds" 'BEGIN { printf "%.2f", s - w }')
    if [ "$2" = zmap ]; then
        found=$(grep -c '^[0-9]' "$out" || true)
        distinct=$(grep '^[0-9]' "$out" | sort -u | wc -l)
    else
        grep -a '^{"ip"' "$out" | grep '"status":"\(open\|closed\)"' > "$out.records" || true
        found=$(wc -l < "$out.records")
        distinct=$(cut -d '"' -f 4 "$out.records" | sort -u | wc -l)
    fi
}
near_tool() {
    ip netns exec "$near" timeout -k 2 "$limit_seconds" "${command[@]}" > "$lab_files/log" 2>&1 < /dev/null
}

"$root/sonde" --version > /dev/null # builds it, if need be
tools=(sonde)
for peer in masscan zmap; do
    ! command -v "$peer" > /dev/null || tools+=("$peer")
done
machine
echo "$count addresses, $rate packets a second"
load before
echo
echo "| probes | tool | round | records | hosts | seconds less the wait | processor seconds |"
echo "|---|---|---|---|---|---|---|"
for kind in ${kinds//,/ }; do
    for round in $(seq "$rounds"); do
        for name in "${tools[@]}"; do
            [ "$kind $name" != "syn6 zmap" ] || continue
            one "$kind" "$name"
            echo "| $kind | $name | $round | $found | $distinct | $seconds | $cpu |"
            sleep 1
        done
    done
done
echo
load after
