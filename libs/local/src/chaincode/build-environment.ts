import { delimiter, dirname } from 'node:path';

/** Settings of build tools that the user's environment may hold; anything else, secrets above all, stays out. */
const PASSED_ON =
  /^(PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|XDG_.*|GO.*|npm_config_.*|NPM_CONFIG_.*|JAVA_HOME|MAVEN_.*|M2_HOME|GRADLE_.*|SSL_CERT_.*|NODE_EXTRA_CA_CERTS|(http|https|no)_proxy|(HTTP|HTTPS|NO)_PROXY)$/;

/** PATH with the project's own Node first. */
export function pathWithNode(...folders: readonly string[]): string {
  return [...folders, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
}

/** The environment of compilers and package managers: proxies and caches as the user has set them. */
export function buildEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const passed = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && PASSED_ON.test(name) ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(passed), PATH: pathWithNode(), ...extra };
}
