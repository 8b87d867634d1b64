#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A laboratory for benchmarks: two network namespaces, a veth pair between them, and no way out. To be sourced by bash,
# with "set -euo pipefail" and $root set to the clone; whatever it makes is gone when the sourcing script ends.
#
#   lab_open [NEAR_QUEUES=1 [FAR_QUEUES=NEAR_QUEUES [GRO=off]]]   makes it
#   lab_sink [nft|xdp|stack]      says what drops the frames that arrive, see there
#   lab_peer NAME                 builds bench/peers/NAME.c as $lab_files/NAME; fails without a C compiler
#   lab_responder N               answers one SYN of N from the far side's driver; needs bench/target/benchmarks.jar
#   answered                      answers that the responder has made so far
#   lab_web PREFIX                has an nginx on the far side answer on port 80 of all addresses of the prefix
#   resets                        RSTs that have arrived at the far interface so far; needs lab_web before, and nft
#   near COMMAND..., far COMMAND...   run a command on a side
#   near_count NAME, far_count NAME   one of an interface's own counters, such as tx_dropped
#   arrived                       frames that have arrived at the far interface so far
#   measure NAME SECONDS COMMAND...   runs a sender on the near side; what arrived in its middle part a second, and
#                                 what its interface dropped, are measured_pps and measured_dropped then
#   number WORDS                  of Sonde's summary in $lab_files/log, the number before these words; 0 without
#   machine, load                 say what is measured on, and how busy it is
#   median                        of the numbers on standard input, one a line
#
# The near side is v0 with 198.19.255.1/30; its default route leads to 198.19.255.2, which is far's v1 by a fixed
# neighbour entry and needs no answer. Kernels offer XDP on a veth end only if the other end has no more transmit queues
# than this one has receive queues, and take live frames only if the other end has an XDP program or GRO.

near=sonde-bench-$$-a
far=sonde-bench-$$-b
near_mac=02:00:00:00:00:01 # bench/peers/syn.h has both, too
router_mac=02:00:00:00:00:02
lab_files=

lab_close() {
    local side
    for side in "$near" "$far"; do
        ip netns pids "$side" 2> /dev/null | xargs -r kill -9 || true
        ip netns del "$side" 2> /dev/null || true
    done
    [ -z "$lab_files" ] || rm -rf "$lab_files"
}

lab_open() {
    local near_queues=${1:-1} far_queues=${2:-${1:-1}} gro=${3:-off} name=${0##*/}
    [ "$(id -u)" = 0 ] || { echo "$name: needs root, for network namespaces" >&2; exit 3; }
    trap lab_close EXIT
    trap 'exit 130' INT TERM HUP
    lab_files=$(mktemp -d)
    ip netns add "$near"
    ip netns add "$far"
    ip link add v0 netns "$near" address "$near_mac" numtxqueues "$near_queues" numrxqueues "$near_queues" type veth \
        peer name v1 netns "$far" address "$router_mac" numtxqueues "$far_queues" numrxqueues "$far_queues"
    # Otherwise veth's default, off, is what there is; so ethtool is needed for the other choice only.
    [ "$gro" = off ] || far ethtool -K v1 gro "$gro"
    ip -n "$near" link set v0 addrgenmode none
    ip -n "$far" link set v1 addrgenmode none
    ip -n "$near" link set lo up
    ip -n "$near" link set v0 up
    ip -n "$far" link set v1 up
    ip -n "$near" addr add 198.19.255.1/30 dev v0
    ip -n "$near" route add default via 198.19.255.2
    ip -n "$near" neigh add 198.19.255.2 lladdr "$router_mac" dev v0 nud permanent
}

near() { ip netns exec "$near" "$@"; }
far() { ip netns exec "$far" "$@"; }

near_count() { near cat "/sys/class/net/v0/statistics/$1"; }
far_count() { far cat "/sys/class/net/v1/statistics/$1"; }
arrived() { far_count rx_packets; }

# lab_sink KIND: nft drops at the ingress hook, before the far side's IP stack; xdp drops in the driver, before there is
# a socket buffer, and lets live frames in; stack lets the IP stack do it, which has no route for them. All are counted.
lab_sink() {
    case ${1:-nft} in
    nft)
        if ! command -v nft > /dev/null; then
            echo "${0##*/}: no nft, so the far side's IP stack drops the frames, at a higher cost" >&2
            return
        fi
        far nft -f - <<'RULES'
table netdev sink {
    chain swallow { type filter hook ingress device "v1" priority 0; policy drop; }
}
RULES
        ;;
    xdp)
        lab_peer xdp_drop
        ip netns exec "$far" "$lab_files/xdp_drop" v1 > "$lab_files/xdp_drop.log" &
        disown # bash would tell of its end
        until grep -q . "$lab_files/xdp_drop.log"; do
            kill -0 $! 2> /dev/null || { echo "${0##*/}: no XDP on the far side" >&2; exit 1; }
            sleep 0.05
        done
        ;;
    stack) ;;
    *) echo "${0##*/}: unknown sink $1: give nft, xdp or stack" >&2; exit 2 ;;
    esac
}

lab_peer() {
    cc -O2 -Wall -Wextra -std=gnu11 -o "$lab_files/$1" "$root/bench/peers/$1.c"
}

# lab_responder N: N is a power of two. The near side needs an XDP program for the answers, as Sonde's links xdp-live and
# xdp have one.
lab_responder() {
    local jar=$root/bench/target/benchmarks.jar
    [ -e "$jar" ] || { echo "${0##*/}: no $jar: build it with ./test unit" >&2; exit 3; }
    lab_java
    rm -f "$lab_files/questions"
    mkfifo "$lab_files/questions"
    : > "$lab_files/answers"
    ip netns exec "$far" "$JDK/bin/java" -XX:+UseSerialGC -Xmx32m --enable-native-access=ALL-UNNAMED -cp "$jar" \
        sonde.bpf.XdpResponder v1 "$1" < "$lab_files/questions" > "$lab_files/answers" 2> "$lab_files/responder.log" &
    lab_responder_pid=$!
    disown
    exec {lab_questions}> "$lab_files/questions" # open until it is to end
    lab_wait_lines 1
}

lab_responder_end() {
    exec {lab_questions}>&-
    while kill -0 "$lab_responder_pid" 2> /dev/null; do sleep 0.05; done
}

answered() {
    local lines
    lines=$(wc -l < "$lab_files/answers")
    echo >&"$lab_questions"
    lab_wait_lines $((lines + 1))
    awk 'END { print $3 }' "$lab_files/answers"
}

# lab_web PREFIX: the far side also has an address of its own then, and knows the way back to lab_spare, an address that
# neither side's kernel has. The page has a title.
lab_spare=198.19.254.7
lab_web() {
    local folder=$lab_files/nginx
    mkdir "$folder"
    ip -n "$far" link set lo up
    ip -n "$far" addr add 198.19.255.2/30 dev v1
    ip -n "$far" neigh add 198.19.255.1 lladdr "$near_mac" dev v1 nud permanent
    ip -n "$far" route add "$lab_spare" via 198.19.255.1
    ip -n "$far" route add local "$1" dev lo
    far sh -c 'echo 65535 > /proc/sys/net/core/somaxconn; echo 65535 > /proc/sys/net/ipv4/tcp_max_syn_backlog'
    far nft -f - <<'RULES' || true
table netdev watch {
    counter resets { }
    chain see { type filter hook ingress device "v1" priority 0; tcp flags & rst == rst counter name resets; }
}
RULES
    cat > "$folder/conf" <<CONF
daemon off;
master_process off;
pid $folder/pid;
error_log stderr;
worker_rlimit_nofile 140000;
events { worker_connections 131072; }
http {
    access_log off;
    default_type text/html;
    client_body_temp_path $folder/body;
    proxy_temp_path $folder/proxy;
    fastcgi_temp_path $folder/fastcgi;
    uwsgi_temp_path $folder/uwsgi;
    scgi_temp_path $folder/scgi;
    server {
        listen 80 backlog=65535;
        location / { return 200 "<html><title>lab page</title></html>\\n"; }
    }
}
CONF
    ip netns exec "$far" nginx -e stderr -c "$folder/conf" > "$folder/log" 2>&1 < /dev/null &
    disown
    until far ss -ltnH | grep -q ':80 '; do
        kill -0 $! 2> /dev/null || { echo "${0##*/}: nginx: $(cat "$folder/log")" >&2; exit 1; }
        sleep 0.05
    done
}

resets() { far nft list counter netdev watch resets | awk '/packets/ { print $2 }'; }

# Waits until the responder has said so many lines.
lab_wait_lines() {
    until [ "$(wc -l < "$lab_files/answers")" -ge "$1" ]; do
        kill -0 "$lab_responder_pid" 2> /dev/null ||
            { echo "${0##*/}: the responder: $(cat "$lab_files/responder.log")" >&2; exit 1; }
        sleep 0.05
    done
}

# Sets JDK.
lab_java() {
    . "$root/scripts/jdk.sh"
    find_jdk java || { jdk_missing; exit 3; }
}

# The command has 3 seconds to start, SECONDS to be measured, and is over a little later, whatever it does.
measure() {
    local name=$1 seconds=$2 count0 time0 dropped0 count1 time1 pid
    shift 2
    # Not by way of near: $! has to be the command's own process, not a shell's.
    ip netns exec "$near" timeout -k 2 $((seconds + 30)) "$@" > "$lab_files/$name.log" 2>&1 &
    pid=$!
    sleep 3 # past start-up, masscan's one second of waiting included
    dropped0=$(near_count tx_dropped)
    count0=$(arrived) time0=$(date +%s%N)
    sleep "$seconds"
    count1=$(arrived) time1=$(date +%s%N)
    measured_dropped=$(($(near_count tx_dropped) - dropped0))
    measured_pps=$(((count1 - count0) * 1000000000 / (time1 - time0)))
    # One that has ended or never begun is not measured.
    kill -0 "$pid" 2> /dev/null ||
        { echo "${0##*/}: $name ended early: $(tail -n 3 "$lab_files/$name.log")" >&2; measured_pps=0; }
    kill -TERM "$pid" 2> /dev/null || true # not INT, which bash has what it runs in the background ignore
    sleep 0.2
    {
        ip netns pids "$near" | xargs -r kill -KILL || true
        wait "$pid" || true
    } 2> /dev/null
}

number() { grep -oE "[0-9,]+ $1" "$lab_files/log" | head -n 1 | sed 's/ .*//; s/,//g' | grep . || echo 0; }

machine() {
    lab_java
    echo "kernel $(uname -r), $(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
        "JDK $(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JDK/release"), $(date -u +%F)"
}

# load WHEN: runnable threads of the last minute and of five; more than one a core falsifies all figures.
load() { awk -v w="$1" '{ print "load " w ": " $1 " " $2 }' /proc/loadavg; }

median() { sort -n | awk '{ v[NR] = $1 } END { print NR ? v[int((NR + 1) / 2)] : 0 }'; }
