#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A real server of the table beside this script, on all its ports and all addresses of its network namespace.
#
#   start.sh SERVER         starts it in the foreground; it is to be ended by its namespace's end
#   start.sh says SERVER    prints what its banner must have in it, as the server's own program tells; may be empty
#
# To be run by root in a network namespace and with mounts of its own (ip netns exec gives both): all that a server keeps
# lies in a file system in memory, mounted over /run, and nothing of the host's configuration is read or changed.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
PATH=$PATH:/usr/sbin:/sbin
lab=/run/lab

# ports LABEL: its two ports.
ports() { awk -v s="$server" -v l="$1" '$1 == s && $2 == l { print $3, $4 }' "$here/table"; }

# private OWNER: makes $lab and changes to it.
private() {
    [ "$(id -u)" = 0 ] || { echo "start.sh: needs root" >&2; exit 3; }
    [ "$(readlink /proc/self/ns/net)" != "$(readlink /proc/1/ns/net)" ] ||
        { echo "start.sh: needs a network namespace of its own" >&2; exit 3; }
    mount -t tmpfs tmpfs /run
    mkdir "$lab"
    chown "$1" "$lab"
    cd "$lab"
    # So that servers bind their ports as whom they run as.
    echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start
}

certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=lab.example \
        -addext subjectAltName=DNS:lab.example,DNS:www.lab.example -keyout "$lab/key.pem" -out "$lab/cert.pem" \
        2> /dev/null
    chmod 644 "$lab/key.pem"
}

as() {
    user=$1
    shift
    setpriv --reuid="$user" --regid="$user" --clear-groups "$@"
}

start_nginx() {
    private root
    certificate
    set -- $(ports http) $(ports ssl)
    cat > conf << END
daemon off;
master_process off;
pid $lab/pid;
error_log stderr;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path $lab/body;
  proxy_temp_path $lab/proxy;
  fastcgi_temp_path $lab/fastcgi;
  uwsgi_temp_path $lab/uwsgi;
  scgi_temp_path $lab/scgi;
  default_type text/html;
  ssl_certificate $lab/cert.pem;
  ssl_certificate_key $lab/key.pem;
  server {
    listen $1; listen $2; listen $3 ssl; listen $4 ssl;
    location / { return 200 "<html><title>lab page</title></html>\n"; }
  }
}
END
    exec nginx -e stderr -c "$lab/conf"
}

start_sshd() {
    private root
    mkdir -m 755 /run/sshd
    ssh-keygen -q -t ed25519 -N '' -f key
    set -- $(ports ssh)
    exec "$(command -v sshd)" -D -e -f /dev/null -o Port="$1" -o Port="$2" -o ListenAddress=0.0.0.0 -o UsePAM=no \
        -o HostKey="$lab/key" -o PidFile=none -o MaxStartups=100
}

start_vsftpd() {
    private root
    certificate
    mkdir empty
    : > conf
    for port in $(ports ftp); do
        set -- vsftpd "$lab/conf" -obackground=NO -olisten=YES -olisten_ipv6=NO -olisten_port="$port" \
            -osecure_chroot_dir="$lab/empty" -oanonymous_enable=NO -olocal_enable=YES -oxferlog_enable=NO \
            -oseccomp_sandbox=NO -ossl_enable=YES -orsa_cert_file="$lab/cert.pem" \
            -orsa_private_key_file="$lab/key.pem"
        "$@" &
    done
    wait
}

start_exim() {
    private Debian-exim
    certificate
    mkdir spool
    chown Debian-exim spool
    set -- $(ports smtp)
    cat > conf << END
primary_hostname = lab.example
spool_directory = $lab/spool
log_file_path = $lab/spool/%slog
pid_file_path = $lab/spool/pid
local_interfaces = 0.0.0.0
daemon_smtp_ports = $1 : $2
host_lookup =
rfc1413_query_timeout = 0s
tls_advertise_hosts = *
tls_certificate = $lab/cert.pem
tls_privatekey = $lab/key.pem
END
    exec exim4 -C "$lab/conf" -bdf
}

start_dovecot() {
    private root
    certificate
    imap=$(ports imap) imaps=$(ports ssl) pop=$(ports pop)
    cat > conf << END
protocols = imap pop3
base_dir = $lab/dovecot
state_dir = $lab/state
log_path = /dev/stderr
listen = *
ssl = yes
ssl_cert = <$lab/cert.pem
ssl_key = <$lab/key.pem
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=$lab/home
}
service imap-login {
  # Ready and for many connections: a process made for each takes seconds on a busy machine.
  service_count = 0
  process_min_avail = 1
  inet_listener imap {
    port = ${imap% *}
  }
  inet_listener imap-odd {
    port = ${imap#* }
  }
  inet_listener imaps {
    port = ${imaps% *}
    ssl = yes
  }
  inet_listener imaps-odd {
    port = ${imaps#* }
    ssl = yes
  }
}
service pop3-login {
  service_count = 0
  process_min_avail = 1
  inet_listener pop3 {
    port = ${pop% *}
  }
  inet_listener pop3-odd {
    port = ${pop#* }
  }
  inet_listener pop3s {
    port = 0
  }
}
END
    exec dovecot -F -c "$lab/conf"
}

start_redis() {
    private redis
    for port in $(ports redis); do
        as redis redis-server --port "$port" --bind 0.0.0.0 --protected-mode no --save '' --daemonize no &
    done
    wait
}

start_memcached() {
    private memcache
    set -- $(ports memcached)
    exec memcached -u memcache -U 0 -t 1 -m 16 -l "0.0.0.0:$1,0.0.0.0:$2"
}

start_postgres() {
    private postgres
    for programs in /usr/lib/postgresql/*/bin; do :; done
    as postgres "$programs/initdb" --no-sync -A trust --wal-segsize=1 -D "$lab/data" > initdb.log
    for port in $(ports postgresql); do
        as postgres cp -r data "$port"
        as postgres "$programs/postgres" -D "$lab/$port" -h 0.0.0.0 -p "$port" -k "$lab" -c fsync=off \
            -c shared_buffers=1MB -c max_wal_size=4MB -c min_wal_size=2MB &
    done
    wait
}

start_mariadb() {
    private mysql
    mkdir data
    chown mysql data
    set -- $(ports mysql)
    # Without tables of users: what a stranger is told does not depend on them, and making them takes seconds.
    exec mariadbd --no-defaults --user=mysql --datadir="$lab/data" --socket="$lab/socket" --pid-file="$lab/data/pid" \
        --bind-address=0.0.0.0 --port="$1" --extra-port="$2" --extra-max-connections=10 --skip-grant-tables \
        --skip-networking=0 --skip-name-resolve --innodb-log-file-size=4M --innodb-buffer-pool-size=8M \
        --innodb-flush-log-at-trx-commit=0 --skip-log-bin --performance-schema=off
}

start_samba() {
    private root
    mkdir private state cache lock pid rpc
    set -- $(ports smb)
    cat > conf << END
[global]
  netbios name = SONDELAB
  workgroup = LABGROUP
  server role = standalone server
  smb ports = $1 $2
  map to guest = Bad User
  load printers = no
  disable spoolss = yes
  private dir = $lab/private
  state directory = $lab/state
  cache directory = $lab/cache
  lock directory = $lab/lock
  pid directory = $lab/pid
  ncalrpc dir = $lab/rpc
  log file = /dev/stdout
END
    exec smbd -F --no-process-group --debug-stdout -s "$lab/conf"
}

start_mosquitto() {
    private root
    for port in $(ports mqtt); do
        echo "listener $port 0.0.0.0"
    done > conf
    printf 'allow_anonymous true\nuser root\n' >> conf
    exec mosquitto -c "$lab/conf"
}

start_dnsmasq() {
    private root
    for port in $(ports dns-ver); do
        dnsmasq -k -C /dev/null -p "$port" -R -h -u root -x "$lab/$port" -8 - &
    done
    wait
}

start_telnetd() {
    private root
    # login(1) takes seconds to begin on a busy machine.
    printf '#!/bin/sh\nprintf "lab login: "\nread name\n' > login
    chmod 755 login
    for port in $(ports telnet); do
        echo "$port stream tcp nowait root /usr/sbin/telnetd telnetd -h -E $lab/login"
    done > conf
    exec inetutils-inetd -d "$lab/conf"
}

start_xvnc() {
    private root
    display=71
    for port in $(ports vnc); do
        Xvnc ":$display" -rfbport "$port" -SecurityTypes None -desktop 'lab desk' -geometry 64x64 -depth 16 -nolock \
            -nolisten unix -nolisten tcp -ac &
        display=$((display + 1))
    done
    wait
}

start_xrdp() {
    private root
    certificate
    cat > conf << END
[Globals]
ini_version=1
fork=true
port=$(ports rdp)
use_vsock=false
security_layer=negotiate
crypt_level=high
certificate=$lab/cert.pem
key_file=$lab/key.pem
ssl_protocols=TLSv1.2, TLSv1.3
autorun=
allow_channels=false
allow_multimon=false
bitmap_cache=true
max_bpp=32
[Logging]
LogFile=$lab/log
LogLevel=INFO
EnableSyslog=false
[LoggingPerLogger]
[Channels]
[Xorg]
name=Xorg
lib=libxup.so
username=ask
password=ask
ip=127.0.0.1
port=-1
END
    exec xrdp --nodaemon --config "$lab/conf"
}

says() {
    case $server in
    nginx) nginx -v 2>&1 | sed 's/.*: //' ;;
    sshd) ssh -V 2>&1 | sed 's/[ ,].*//' ;;
    vsftpd) vsftpd -v 0>&1 | sed 's/.*version //; s/^/vsFTPd /' ;;
    exim) exim4 -bV | sed -n '1s/\(Exim\) version \([^ ]*\).*/\1 \2/p' ;;
    dovecot) echo Dovecot ;;
    redis) redis-server --version | sed 's/.* v=\([^ ]*\).*/\1/' ;;
    memcached) memcached -V | sed 's/memcached //' ;;
    mariadb) mariadbd --version | sed 's/.*Ver \([^ ]*\).*/\1/' ;;
    samba) echo SONDELAB ;;
    dnsmasq) dnsmasq --version | sed -n '1s/Dnsmasq version \([^ ]*\).*/dnsmasq-\1/p' ;;
    telnetd) echo login ;;
    xvnc) echo 'RFB 003.008' ;;
    *) ;;
    esac
}

what=start
[ "${1-}" != says ] || { what=says; shift; }
server=${1-}
grep -q "^$server " "$here/table" || { echo "usage: start.sh [says] SERVER" >&2; exit 2; }
if [ "$what" = says ]; then says; else "start_$server"; fi
