# Replaces docker.io/library/nginx: Debian's nginx, envsubst, the account `nginx` (101).
FROM localhost/heddle/debian:bookworm
RUN groupadd --system --gid 101 nginx && useradd --system --gid nginx --no-create-home --home-dir /nonexistent --uid 101 nginx
RUN apt-get update && apt-get install -y --no-install-recommends nginx gettext-base && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
EXPOSE 80
STOPSIGNAL SIGQUIT
CMD ["nginx", "-g", "daemon off;"]
