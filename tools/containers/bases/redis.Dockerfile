# Replaces docker.io/library/redis: Debian's Redis, the account `redis` (999), data in /data.
FROM localhost/heddle/debian:bookworm
RUN groupadd --system --gid 999 redis && useradd --system --gid redis --uid 999 --home-dir /data redis
RUN apt-get update && apt-get install -y --no-install-recommends redis-server && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
RUN mkdir -p /data && chown redis:redis /data
VOLUME /data
WORKDIR /data
EXPOSE 6379
CMD ["redis-server"]
