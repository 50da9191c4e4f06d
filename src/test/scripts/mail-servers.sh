#!/usr/bin/env bash
# Runs the contract of transports for pop-smtp: against Dovecot (POP3) and Postfix (SMTP) on loopback, and prints figures.
#
#   src/test/scripts/mail-servers.sh [--install] [command]
#
# --install   first installs the Debian packages dovecot-pop3d and postfix; nothing of them is started as a service
# command     what is run while the servers are up; by default Maven with RealMailServersTest. It finds in EXCHANGESYNC_MAIL the folder
#             with the servers' addresses (servers.properties), certificate (cert.pem) and mailboxes (mail/<address>/)
#
# The servers are instances of their own: configuration, mail and sockets lie in a temporary folder, ports are free ones. Wants to
# be root, because both servers change their users.
set -euo pipefail
cd "$(dirname "$0")/../../.."

if [ "${1:-}" = --install ]; then
    shift
    printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d # Debian asks this file whether services may start
    chmod +x /usr/sbin/policy-rc.d
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends dovecot-core dovecot-pop3d postfix openssl
    rm -f /usr/sbin/policy-rc.d
fi
for program in dovecot postfix openssl; do
    command -v "$program" > /dev/null || { echo "$program is missing: run this with --install" >&2; exit 2; }
done
[ "$(id -u)" = 0 ] || { echo "this wants to be root" >&2; exit 2; }

dir=$(mktemp -d /tmp/mail-servers.XXXXXX)
chmod 755 "$dir"
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
pop3s=$(free_port) pop3=$(free_port) smtps=$(free_port) smtp=$(free_port)

openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout "$dir/key.pem" -out "$dir/cert.pem" 2> /dev/null

# ---- Dovecot: POP3 with TLS from the first byte and with STLS; passwords for Postfix too ----
mkdir -p "$dir/dovecot" "$dir/run" "$dir/mail"
for user in anna ben; do
    mkdir -p "$dir/mail/$user@example.org/"{new,cur,tmp}
    echo "$user@example.org:{PLAIN}secret:8:8::$dir/mail/$user@example.org::" >> "$dir/dovecot/users"
done
chmod -R a+rwX "$dir/mail"
chown -R mail:mail "$dir/mail"
cat > "$dir/dovecot/dovecot.conf" <<CONF
base_dir = $dir/run
state_dir = $dir/run
log_path = $dir/dovecot.log
protocols = pop3
listen = 127.0.0.1
ssl = required
ssl_cert = <$dir/cert.pem
ssl_key = <$dir/key.pem
auth_mechanisms = plain login
disable_plaintext_auth = yes
mail_location = maildir:%h
first_valid_uid = 1
mail_max_userip_connections = 100
pop3_lock_session = yes
passdb {
  driver = passwd-file
  args = $dir/dovecot/users
}
userdb {
  driver = passwd-file
  args = $dir/dovecot/users
}
service pop3-login {
  inet_listener pop3 {
    port = $pop3
  }
  inet_listener pop3s {
    port = $pop3s
    ssl = yes
  }
}
service auth {
  unix_listener sasl {
    mode = 0666
  }
}
CONF

# ---- Postfix: takes mail of those who sign in, for the two mailboxes ----
mkdir -p "$dir/postfix" "$dir/queue" "$dir/data"
chown postfix "$dir/data"
cat > "$dir/postfix/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $dir/queue
data_directory = $dir/data
maillog_file_prefixes = $dir
maillog_file = $dir/postfix.log
mail_owner = postfix
setgid_group = postdrop
myhostname = localhost
mydestination =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
virtual_mailbox_domains = example.org
virtual_mailbox_base = $dir/mail
virtual_mailbox_maps = inline:{ anna@example.org=anna@example.org/, ben@example.org=ben@example.org/, carla@example.org=carla@example.org/ }
virtual_uid_maps = static:8
virtual_gid_maps = static:8
virtual_minimum_uid = 1
message_size_limit = 20480000
smtpd_tls_cert_file = $dir/cert.pem
smtpd_tls_key_file = $dir/key.pem
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = $dir/run/sasl
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
smtpd_reject_unlisted_recipient = yes
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
CONF
cat > "$dir/postfix/master.cf" <<CONF
127.0.0.1:$smtp   inet  n - n - - smtpd -o smtpd_tls_security_level=encrypt
127.0.0.1:$smtps  inet  n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
smtp      unix  - - n - - smtp
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
local     unix  - n n - - local
virtual   unix  - n n - - virtual
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
CONF

stop() {
    postfix -c "$dir/postfix" stop 2> /dev/null || true
    doveadm -c "$dir/dovecot/dovecot.conf" stop 2> /dev/null || true
    if [ "${KEEP:-}" = "" ]; then rm -rf "$dir"; else echo "kept: $dir"; fi
}
trap stop EXIT

dovecot -c "$dir/dovecot/dovecot.conf"
postfix -c "$dir/postfix" start 2> "$dir/postfix-start.log" || { cat "$dir/postfix-start.log" "$dir/postfix.log"; exit 1; }

cat > "$dir/servers.properties" <<CONF
pop3s=pop3s://localhost:$pop3s
pop3=pop3://localhost:$pop3
smtps=smtps://localhost:$smtps
smtp=smtp://localhost:$smtp
CONF
export EXCHANGESYNC_MAIL=$dir
echo "Dovecot $(dovecot --version), Postfix $(postconf -d -h mail_version), in $dir"
if [ $# -gt 0 ]; then
    "$@"
else
    mvn -q test -Dtest=RealMailServersTest -Dsurefire.failIfNoSpecifiedTests=false
fi
