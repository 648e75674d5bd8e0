# Replaces docker.io/library/mariadb: Debian's MariaDB, the account `mysql` (999), data in /var/lib/mysql.
FROM localhost/heddle/debian:bookworm
RUN groupadd --system --gid 999 mysql && useradd --system --gid mysql --uid 999 --home-dir /var/lib/mysql mysql
RUN apt-get update && apt-get install -y --no-install-recommends mariadb-server-core mariadb-client-core && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
COPY mariadb-entrypoint.sh /usr/local/bin/docker-entrypoint.sh
COPY mariadb-healthcheck.sh /usr/local/bin/healthcheck.sh
RUN chmod 0755 /usr/local/bin/*.sh && mkdir -p /var/lib/mysql /run/mysqld && chown mysql:mysql /var/lib/mysql /run/mysqld
VOLUME /var/lib/mysql
EXPOSE 3306
ENTRYPOINT ["docker-entrypoint.sh"]
CMD ["mariadbd"]
