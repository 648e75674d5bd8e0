import { delimiter, dirname } from 'node:path';

/** Settings of npm for package sources and caches. npm reads them in either case. */
const NPM = [
  'cache',
  'cafile',
  'fetch_retries',
  'fetch_retry_maxtimeout',
  'fetch_retry_mintimeout',
  'fetch_timeout',
  'globalconfig',
  'https_proxy',
  'loglevel',
  'nodedir',
  'noproxy',
  'offline',
  'prefer_offline',
  'proxy',
  'registry',
  'strict_ssl',
  'userconfig',
] as const;

/**
 * Settings of build tools that are passed from the user's environment. Everything else, secrets in particular, is not
 * passed.
 */
const PASSED_ON: ReadonlySet<string> = new Set([
  ...['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES', 'TZ', 'TMPDIR'],
  ...['XDG_CACHE_HOME', 'XDG_CONFIG_HOME'],
  ...['GO111MODULE', 'GOAMD64', 'GOARM64', 'GOCACHE', 'GODEBUG', 'GOENV', 'GOEXPERIMENT', 'GOFLAGS', 'GOGC'],
  ...['GOINSECURE', 'GOMAXPROCS', 'GOMEMLIMIT', 'GOMODCACHE', 'GONOPROXY', 'GONOSUMDB', 'GOPATH', 'GOPRIVATE'],
  ...['GOPROXY', 'GOROOT', 'GOSUMDB', 'GOTOOLCHAIN', 'GOVCS'],
  ...NPM.flatMap((name) => [`npm_config_${name}`, `NPM_CONFIG_${name.toUpperCase()}`]),
  ...['JAVA_HOME', 'MAVEN_ARGS', 'MAVEN_HOME', 'MAVEN_OPTS', 'MAVEN_USER_HOME', 'M2_HOME', 'MVNW_REPOURL'],
  ...['GRADLE_HOME', 'GRADLE_OPTS', 'GRADLE_USER_HOME'],
  ...['SSL_CERT_DIR', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'],
  ...['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
]);

/** PATH with the project's own Node first. */
export function pathWithNode(...folders: readonly string[]): string {
  return [...folders, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
}

/** The environment of compilers and package managers, with the user's proxies and caches. */
export function buildEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const passed = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && PASSED_ON.has(name) ? [[name, value] as const] : [],
  );
  return { ...Object.fromEntries(passed), PATH: pathWithNode(), ...extra };
}
