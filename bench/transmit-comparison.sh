#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Compares sendmmsg with PACKET_TX_RING on a pair of virtual interfaces. The pair lives in a network namespace without a
# name and without a route out, which ends with this script. Needs root, and target/benchmarks.jar (./test or mvn package).
# Usage: bench/transmit-comparison.sh [CLASSPATH]
set -eu
[ "$(id -u)" = 0 ] || { echo "transmit-comparison.sh: needs root" >&2; exit 2; }
classpath=${1:-$(dirname "$0")/target/benchmarks.jar}
exec unshare --net sh -eu -c '
    ip link add near type veth peer name far
    for name in near far; do
        ip link set "$name" addrgenmode none
        ip link set "$name" up
    done
    exec timeout 120 java --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -cp "$1" \
        sonde.link.packet.TransmitComparison near far
' transmit-comparison "$classpath"
