#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The network for the training run, around a command: a veth pair, and at its far end a host that answers for 198.18.0.2
# and, as its router, for 198.18.1.0/24. To be run in a network namespace made for this alone, which becomes the far end;
# the near one is made here. Both end with the command.
#
# usage: train.sh COMMAND [ARGUMENT...]
set -eu

far='ip link set lo up
ip addr add 198.18.0.2/24 dev far
ip link set far up
ip route add local 198.18.1.0/24 dev lo'

# shellcheck disable=SC2016
near='far=$1 script=$2
shift 2
ip link set lo up
ip link add near type veth peer name far netns "$far"
ip addr add 198.18.0.1/24 dev near
ip link set near up
nsenter -t "$far" -n sh -ec "$script"
ip route add 198.18.1.0/24 via 198.18.0.2
exec "$@"'

unshare -n sh -ec "$near" sh $$ "$far" "$@"
