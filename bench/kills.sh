#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Kills scans at random moments with SIGKILL, resumes them until they are done, and compares what was probed, by a
# capture on the far side, and what every output holds with what should be. A line a scan, and the sums at the end.
#
#   sudo bench/kills.sh N [SEED]    N kills; a SEED gives the scans and moments of an earlier run again
#
# All of it happens in network namespaces of its own. 200 kills take some 20 minutes on two cores.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root"
. scripts/jdk.sh

case ${1:-}${2:-0} in
    '' | *[!0-9]*) set -- ;;
esac
if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: bench/kills.sh N [SEED]" >&2
    exit 2
fi
find_jdk javac || {
    jdk_missing
    exit 3
}
./sonde --version
JAVA_HOME=$JDK MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
    mvn -q --no-transfer-progress -pl e2e test -Dtest=KillResumeTest -Dsonde.e2e.kills="$1" \
    ${2:+-Dsonde.e2e.seed="$2"} -Dtest.timeout='10 h' -Dtest.process.timeout=0
