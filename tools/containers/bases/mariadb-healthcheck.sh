#!/bin/sh
# The official image's name and options; any of them is answered by whether the server takes connections over TCP.
MYSQL_PWD="$MARIADB_PASSWORD" exec mariadb --host=127.0.0.1 --user="$MARIADB_USER" --execute="SELECT 1" "$MARIADB_DATABASE"
