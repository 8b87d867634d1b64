#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# What Sonde and nmap -sV make of the real servers of e2e/servers/table, each on its usual port and on an odd one: one
# Markdown row a port, then the time each took. Both run in one go against the same servers, in two network namespaces
# that this script makes and removes. Needs nmap, jq and the servers (./test e2e installs those); some two minutes.
#
# usage: sudo bench/services.sh [SONDE_OPTION...]     such as --max-handshakes 9
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lab.sh"
target=198.18.0.1
servers=$root/e2e/servers
table() { grep -v '^#' "$servers/table"; }

for program in nmap jq; do
    command -v "$program" > /dev/null || { echo "services.sh: needs $program" >&2; exit 3; }
done
lab_open 1 1 on
ip -n "$far" link set lo up
ip -n "$far" addr add 198.19.255.2/30 dev v1
ip -n "$far" addr add "$target/32" dev lo # dnsmasq answers on an interface's own addresses only
for server in $(table | awk '{ print $1 }' | uniq); do
    ip netns exec "$far" "$servers/start.sh" "$server" > "$lab_files/$server.log" 2>&1 < /dev/null &
    disown
done
listening() { far ss -ltnH | awk '{ sub(/.*:/, "", $4); print $4 }' | sort -u; }
wanted=$(table | awk '{ print $3; print $4 }' | sort -u)
for _ in $(seq 600); do
    missing=$(comm -13 <(listening) <(echo "$wanted"))
    [ -n "$missing" ] || break
    sleep 0.1
done
[ -z "$missing" ] || echo "services.sh: nothing listens on ports" $missing >&2
ports=$(paste -sd, <<< "$wanted")

"$root/sonde" --version > /dev/null # builds it, if need be
machine
load before
TIMEFORMAT=%R
sonde_seconds=$({ time near "$root/sonde" "$target" -p "$ports" --rate 1000 --banners "$@" --nostatus \
    -oD "$lab_files/sonde.ndjson" > /dev/null 2> "$lab_files/log"; } 2>&1) || { cat "$lab_files/log" >&2; exit 1; }
nmap_seconds=$({ time near timeout 900 nmap -sV -n -Pn -p "$ports" -oG "$lab_files/nmap" "$target" \
    > "$lab_files/nmap.log" 2>&1; } 2>&1) || { cat "$lab_files/nmap.log" >&2; exit 1; }
load after

# PORT LABELS, and PORT NAME VERSION.
jq -r 'select(.rec_type == "banner") | [.port, .data.service_name] | @tsv' "$lab_files/sonde.ndjson" |
    awk '!seen[$0]++ { labels[$1] = labels[$1] (labels[$1] == "" ? "" : " ") $2 }
        END { for (port in labels) print port, labels[port] }' > "$lab_files/sonde.names"
grep -o 'Ports: .*' "$lab_files/nmap" | sed 's/Ports: //; s/\t.*//; s/, \([0-9]\)/\n\1/g' |
    awk -F/ '{ print $1, ($5 == "" ? "-" : $5), $7 }' > "$lab_files/nmap.names"

echo
echo "| port | server | Sonde | right | nmap -sV | right |"
echo "|---|---|---|---|---|---|"
table | awk -v sonde="$lab_files/sonde.names" -v nmap="$lab_files/nmap.names" '
    BEGIN {
        while ((getline line < sonde) > 0) { split(line, f, " "); sub(/^[0-9]+ /, "", line); said[f[1]] = line }
        while ((getline line < nmap) > 0) {
            split(line, f, " "); name[f[1]] = f[2]; sub(/^[0-9]+ /, "", line); told[f[1]] = line
        }
    }
    function yes(right) { return right ? "yes" : "no" }
    function row(port, server, label, inside,    mine, theirs) {
        mine = index(" " said[port] " ", " " label " ") > 0
        gsub(/\|/, "/", name[port]); gsub(/\|/, "/", told[port])
        theirs = name[port] == inside
        printf "| %d | %s | %s | %s | %s | %s |\n", port, server, said[port] == "" ? "-" : said[port], yes(mine),
            told[port] == "" ? "-" : told[port], yes(theirs)
        all++; right += mine; other += theirs
    }
    { row($3, $1, $2, $5); row($4, $1, $2, $5) }
    END { printf "\n%d ports; named rightly by Sonde: %d, by nmap: %d\n", all, right, other }'
echo "seconds: Sonde $sonde_seconds, nmap $nmap_seconds"
