#!/bin/sh
# Builds everything from the sources here; leaves what each image needs below the folder that is named.
set -eu
out=$1

if ! cmp -s package-lock.json node_modules/.built-from; then
  if [ -s /run/secrets/ca ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/ca npm_config_cafile=/run/secrets/ca; fi
  npm ci --cache /tmp/npm
  rm -rf /tmp/npm
  cp package-lock.json node_modules/.built-from
fi

node_modules/.bin/nx run-many -t build --projects=api,worker,web --parallel=2 --skip-nx-cache

for app in api worker; do
  mkdir -p "$out/$app"
  node tools/build/runtime-packages.ts $app "$out/$app" >/dev/null
  cp -r dist/apps/$app "$out/$app/dist"
  cp package.json "$out/$app/"
done
cp -r templates "$out/worker/"
cp -r templates samples deploy/docker/healthcheck.mjs "$out/api/"

cp -r dist/apps/web/browser "$out/web"
find "$out/web" -type f \( -name '*.js' -o -name '*.css' -o -name '*.svg' -o -name '*.json' \) -exec gzip -9kn {} +
rm -rf dist .nx .angular
