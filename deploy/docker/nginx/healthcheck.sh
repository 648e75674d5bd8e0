#!/bin/sh
# Whether nginx itself answers; the API has a check of its own. The image has curl, or Debian's bash.
if command -v curl >/dev/null; then exec curl --silent --fail --output /dev/null http://127.0.0.1:8080/health/web; fi
exec bash -c 'exec 3<>/dev/tcp/127.0.0.1/8080 && printf "GET /health/web HTTP/1.0\r\n\r\n" >&3 && read -r status <&3 && [[ $status == *" 200 "* ]]'
