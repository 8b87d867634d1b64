#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Installs Debian packages. To be sourced.

# can_install: whether we are root on a system with apt-get.
can_install() {
    [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null
}

# install_packages PACKAGE...: without a question, without recommended packages, and without starting the services that
# come along. What apt-get says is shown only if it fails.
install_packages() (
    echo "sonde: installing $* with apt-get" >&2
    apt_log=$(mktemp)
    # Debian's way to keep a package from starting its service (nginx would take port 80 of this host); taken away again
    # however this ends.
    apt_policy=/usr/sbin/policy-rc.d
    [ ! -e "$apt_policy" ] || apt_policy=
    trap 'rm -f "$apt_log" ${apt_policy:+"$apt_policy"}' EXIT
    trap 'exit 130' INT TERM HUP
    [ -z "$apt_policy" ] || { printf '#!/bin/sh\nexit 101\n' > "$apt_policy" && chmod 755 "$apt_policy"; }
    apt_get install "$@" || { apt_get update && apt_get install "$@"; } || {
        tail -n 15 "$apt_log" >&2
        exit 1
    }
)

# noninteractive also answers dumpcap's question (may others capture?) with its default, no.
apt_get() {
    DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 --no-install-recommends "$@" \
        > "$apt_log" 2>&1 < /dev/null
}
