#!/bin/sh
# Writes nginx's configuration from the environment, then becomes nginx.
#   HEDDLE_API_URL          where the API listens, such as http://api:3000
#   HEDDLE_TRUSTED_PROXIES  addresses or networks of proxies in front, comma-separated; empty: there is none
set -eu
mkdir -p /tmp/nginx

# The first name server only: nginx would ask all of them in turn, and the others may not know the API.
HEDDLE_RESOLVER=$(awk '$1 == "nameserver" && $2 !~ /%/ { print ($2 ~ /:/) ? "[" $2 "]" : $2; exit }' /etc/resolv.conf)
export HEDDLE_RESOLVER="${HEDDLE_RESOLVER:-127.0.0.1}"

proxies=$(printf '%s' "${HEDDLE_TRUSTED_PROXIES:-}" | tr ',' ' ')
{
  for proxy in $proxies; do echo "set_real_ip_from $proxy;"; done
  echo 'geo $realip_remote_addr $from_trusted_proxy {'
  echo '  default 0;'
  for proxy in $proxies; do echo "  $proxy 1;"; done
  echo '}'
} > /tmp/nginx/trusted-proxies.conf

envsubst '${HEDDLE_API_URL} ${HEDDLE_RESOLVER}' < /etc/heddle/nginx.conf.template > /tmp/nginx/nginx.conf
exec nginx -c /tmp/nginx/nginx.conf -g 'daemon off;'
