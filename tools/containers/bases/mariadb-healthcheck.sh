#!/bin/sh
# The official image's name and options; any of them is answered by whether the server takes connections over TCP.
exec mariadb-admin ping --silent --host=127.0.0.1 --user="$MARIADB_USER" --password="$MARIADB_PASSWORD"
