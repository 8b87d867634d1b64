#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Every stage of the way of a probe and of an answer alone, on one thread: JMH in bench/, once as it is and once with the
# vectoriser off, which shows that the batched stages are vector code. Millions a second. Sends nothing, needs no root;
# needs bench/target/benchmarks.jar (./test unit).
#
# usage: bench/stages.sh [SECONDS=5] [REGEX=.]     SECONDS of measuring for each, after 3 of warming up; some 12 minutes
set -euo pipefail

seconds=${1:-5}
pattern=${2:-.}
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/bench/lab.sh"
jar=$root/bench/target/benchmarks.jar
[ -e "$jar" ] || { echo "stages.sh: no $jar: build it with ./test unit" >&2; exit 3; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
trap 'exit 130' INT TERM HUP
lab_java

# What a scan has: all public addresses on one port, frames in slots of a cache line or of AF_XDP, Ethernet.
parameters=(-p size=4294967296 -p rounds=6 -p ranges=1,100000 -p ports=1,100 -p strideBytes=64,2048 -p isEthernet=true
    -p destination=/dev/null)

# stages NAME OPTION...: one run of all, its results as NAME.csv.
stages() {
    local name=$1
    shift
    "$JDK/bin/java" -jar "$jar" "$pattern" "${parameters[@]}" -tu us -f 1 -wi 3 -w 1 -i "$seconds" -r 1 -foe true \
        -jvmArgsAppend "-XX:+UseSerialGC $*" -rf csv -rff "$out/$name.csv" > "$out/$name.log" 2>&1 ||
        { tail -n 20 "$out/$name.log" >&2; exit 1; }
}

machine
load before
stages vector
stages scalar -XX:-UseSuperWord
load after
echo
echo "| stage | M a second | without the vectoriser | ratio |"
echo "|---|---|---|---|"
# Columns: benchmark, mode, threads, samples, score, error, unit, then a parameter each, empty where there is none. The
# halves of a group have rows of their own, as "between:offer"; the group's is their sum and says nothing.
awk -F, '
    function bare(text) { gsub(/"/, "", text); return text }
    { sub(/\r$/, "") }
    FNR == 1 { file++; for (i = 8; i <= NF; i++) name[i] = bare($i); next }
    {
        stage = bare($1)
        sub(/^sonde\.[a-z]+\./, "", stage)
        if (stage ~ /between$/) next
        for (i = 8; i <= NF; i++) {
            sub(/^Param: /, "", name[i])
            if ($i != "") stage = stage " " name[i] "=" bare($i)
        }
        if (file == 1) { order[++count] = stage; vector[stage] = $5 } else scalar[stage] = $5
    }
    END {
        for (i = 1; i <= count; i++) {
            s = order[i]
            printf "| %s | %.1f | %.1f | %.2f |\n", s, vector[s], scalar[s], (scalar[s] > 0 ? vector[s] / scalar[s] : 0)
        }
    }' "$out/vector.csv" "$out/scalar.csv"
