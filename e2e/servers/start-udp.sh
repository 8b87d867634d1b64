#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real server of the UDP table beside this script, on its usual port and all addresses of its network namespace.
#
#   start-udp.sh SERVER           starts it in the foreground; it is to be ended by its namespace's end
#   start-udp.sh asks SERVER IP   asks the server at this address as its own client does, and prints what of the answer
#                                 a banner must have in it, a piece a line; may be empty
#
# To be run by root in a network namespace and with mounts of its own (ip netns exec gives both): all that a server keeps
# lies in a file system in memory, mounted over /run, and nothing of the host's configuration is read or changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
PATH=$PATH:/usr/sbin:/sbin
lab=/run/lab

# private OWNER: makes $lab and changes to it.
private() {
    [ "$(id -u)" = 0 ] || { echo "start-udp.sh: needs root" >&2; exit 3; }
    [ "$(readlink /proc/self/ns/net)" != "$(readlink /proc/1/ns/net)" ] ||
        { echo "start-udp.sh: needs a network namespace of its own" >&2; exit 3; }
    mount -t tmpfs tmpfs /run
    mkdir "$lab"
    chown "$1" "$lab"
    cd "$lab"
    # So that servers bind their ports as whom they run as.
    echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start
}

start_bind() {
    private root
    mkdir /run/named
    # Where Debian's profile of AppArmor lets it read.
    mount -t tmpfs tmpfs /etc/bind
    cat > /etc/bind/conf << END
options {
  directory "/run/named";
  pid-file none;
  session-keyfile none;
  listen-on { any; };
  listen-on-v6 { any; };
  recursion no;
  dnssec-validation no;
};
controls { };
END
    exec named -g -n 1 -c /etc/bind/conf
}

start_tftpd() {
    private root
    exec in.tftpd --foreground --user root --secure "$lab"
}

start_rpcbind() {
    private root
    exec rpcbind -f
}

start_ntpd() {
    private root
    # Without other clocks it believes its own after a while, and never sets it.
    cat > conf << END
tos orphan 5 orphanwait 1
disable ntp
restrict default
END
    exec ntpd -n -c "$lab/conf" -f "$lab/drift" -p "$lab/pid"
}

start_nmbd() {
    private root
    mkdir private state cache lock pid rpc /run/samba
    cat > conf << END
[global]
  netbios name = SONDELAB
  workgroup = LABGROUP
  interfaces = $(ip -4 -o address show dev "$(link)" | awk '{ print $4; exit }')
  private dir = $lab/private
  state directory = $lab/state
  cache directory = $lab/cache
  lock directory = $lab/lock
  pid directory = $lab/pid
  ncalrpc dir = $lab/rpc
  log file = /dev/stdout
END
    exec nmbd -F --no-process-group --debug-stdout -s "$lab/conf"
}

# The first interface that is not loopback.
link() { ip -4 -o address show | awk '$2 != "lo" { print $2; exit }'; }

start_snmpd() {
    private root
    cat > conf << END
rocommunity public
rocommunity6 public
sysDescr lab host
sysName lab.example
END
    SNMP_PERSISTENT_DIR=$lab exec snmpd -f -C -c "$lab/conf" -Lo -I -smux udp:161 udp6:161
}

start_charon() {
    private root
    mkdir /run/ipsec.d
    cat > conf << END
charon {
  load = random nonce sha1 sha2 hmac aes gmp kdf kernel-netlink socket-default stroke
  filelog {
    stderr {
      default = 1
    }
  }
}
END
    STRONGSWAN_CONF=$lab/conf exec /usr/lib/ipsec/charon
}

start_openvpn() {
    private root
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=lab.example \
        -keyout key.pem -out cert.pem 2> /dev/null
    exec openvpn --dev null --proto udp6 --port 1194 --tls-server --dh none --ca cert.pem --cert cert.pem --key key.pem
}

start_xl2tpd() {
    private root
    printf '[global]\n[lns default]\nip range = 198.18.9.1-198.18.9.9\nlocal ip = 198.18.9.10\n' > conf
    exec xl2tpd -D -c "$lab/conf" -C "$lab/control" -p "$lab/pid"
}

start_sserver() {
    private root
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=lab.example \
        -keyout key.pem -out cert.pem 2> /dev/null
    # It ends with its input.
    sleep 600 | openssl s_server -dtls -listen -accept 4433 -cert cert.pem -key key.pem
}

start_avahi() {
    private root
    mkdir -p /run/avahi-daemon
    cat > conf << END
[server]
host-name=sondelab
use-ipv4=yes
use-ipv6=yes
enable-dbus=no
[publish]
publish-workstation=yes
disable-publishing=no
END
    exec avahi-daemon -f "$lab/conf" --no-drop-root --no-chroot --no-rlimits
}

start_coap() {
    private root
    exec coap-server-notls -A :: -p 5683
}

start_memcached() {
    private memcache
    exec memcached -u memcache -p 0 -U 11211 -t 1 -m 16 -l 0.0.0.0,::
}

start_krb5kdc() {
    private root
    cat > conf << END
[libdefaults]
default_realm = LAB.EXAMPLE
[realms]
LAB.EXAMPLE = {
  kdc_listen = 0.0.0.0:88, [::]:88
  kdc_tcp_listen = ""
  database_name = $lab/principal
  key_stash_file = $lab/stash
}
END
    export KRB5_CONFIG="$lab/conf" KRB5_KDC_PROFILE="$lab/conf"
    kdb5_util -r LAB.EXAMPLE create -s -W -P lab
    exec krb5kdc -n -r LAB.EXAMPLE
}

start_freeradius() {
    private root
    cat > radiusd.conf << END
prefix = /usr
logdir = $lab
radacctdir = $lab
libdir = /usr/lib/freeradius
run_dir = $lab
pidfile = $lab/pid
client lab4 {
  ipaddr = 0.0.0.0/0
  secret = testing123
}
client lab6 {
  ipv6addr = ::/0
  secret = testing123
}
security {
  status_server = yes
}
server lab {
  listen {
    type = auth
    ipaddr = *
    port = 1812
  }
  listen {
    type = auth
    ipv6addr = ::
    port = 1812
  }
  authorize {
  }
}
END
    exec freeradius -f -l stdout -d "$lab" -n radiusd
}

start_coturn() {
    private root
    exec turnserver -n -S --no-tcp --no-cli --log-file stdout --pidfile "$lab/pid" --no-tls --no-dtls
}

start_kamailio() {
    private root
    cat > conf << END
log_stderror=yes
children=1
listen=udp:0.0.0.0:5060
listen=udp:[::]:5060
server_signature=yes
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
loadmodule "sl.so"
request_route {
  sl_send_reply("200", "OK");
}
END
    exec kamailio -DD -E -f "$lab/conf" -m 16 -M 4 -Y "$lab"
}

asks() {
    case $server in
    bind) dig +short +time=3 "@$1" version.bind CH TXT | tr -d '"' ;;
    tftpd) curl -v --max-time 5 "tftp://$(url "$1")/sonde" 2>&1 | sed -n 's/.*TFTP error: //p' ;;
    rpcbind) rpcinfo -p "$1" 2> /dev/null | awk '$1 == 100000 { print "100000"; exit }' ;;
    ntpd) echo version=4 ;;
    nmbd) nmblookup -A "$1" 2> /dev/null | awk '/<20>/ { print $1 }' ;;
    snmpd)
        snmpget -Oqv -v 2c -c public "udp$2:$(url "$1")" .1.3.6.1.2.1.1.1.0 | tr -d '"'
        snmpget -Oqv -Ox -v 2c -c public "udp$2:$(url "$1")" .1.3.6.1.6.3.10.2.1.1.0 | tr -d '" \n' | tr A-F a-f
        ;;
    xl2tpd) hostname ;;
    avahi) dig +short +time=3 -p 5353 "@$1" _services._dns-sd._udp.local PTR | sed 's/\.$//' ;;
    coap) coap-client-notls -B 3 "coap://$(url "$1")/.well-known/core" | cut -c1-40 ;;
    memcached) memcached -V | sed 's/memcached /version=/' ;;
    coturn) turnutils_stunclient "$1" | sed -n 's/.*reflexive addr: //p' | sed 's/:[0-9]*$//' ;;
    *) ;;
    esac
}

# url ADDRESS: as it stands in a URL.
url() { case $1 in *:*) echo "[$1]" ;; *) echo "$1" ;; esac; }

what=start
[ "${1-}" != asks ] || { what=asks; shift; }
server=${1-}
grep -q "^$server " "$here/udp-table" || { echo "usage: start-udp.sh [asks] SERVER [IP]" >&2; exit 2; }
case ${2-} in *:*) family=6 ;; *) family= ;; esac
if [ "$what" = asks ]; then asks "$2" "$family"; else "start_$server"; fi
