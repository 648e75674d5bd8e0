/**
 * @typedef {object} Entry
 * @property {readonly string[]} command
 * @property {string} [cwd] inside
 * @property {NodeJS.ProcessEnv} [variables] besides those of a new machine
 * @property {readonly { from: string, to: string }[]} [folders] of this machine, seen inside
 */

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Mounts what a machine has, and enters it. Process 1 of a system collects the processes that others leave, so the shell
 * stays as that one. The folder becomes the root of the mount namespace and is not only what chroot(2) makes of it: within
 * that, the kernel makes no user namespaces, which the sandbox of chaincode needs.
 */
const SCRIPT = `
root=$1; cwd=$2; shift 2
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind /sys "$root/sys"
while [ "$1" != -- ]; do
  mkdir -p "$root$2"
  mount --bind "$1" "$root$2"
  shift 2
done
shift
cd "$root"
# The old root lies on the new one then, and goes (pivot_root(2)).
pivot_root . .
umount -l .
/usr/bin/env -i --chdir="$cwd" "$@"
code=$?
exit $code
`;

/**
 * The command that runs another one in a root folder: with mounts and processes of its own, which end with it, the
 * network of this machine, and the environment of a new machine.
 * @param {string} root
 * @param {Entry} entry
 * @returns {[string, string[]]} command and arguments
 */
export function inRoot(root, { command, cwd = '/root', variables = {}, folders = [] }) {
  const environment = Object.entries({
    PATH,
    HOME: '/root',
    USER: 'root',
    ...registryVariables(process.env),
    ...variables,
  });
  const namespaces = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'];
  return [
    'unshare',
    [
      ...namespaces,
      ...['sh', '-ec', SCRIPT, 'bare-machine', root, cwd],
      ...folders.flatMap(({ from, to }) => [from, to]),
      '--',
      ...environment.map(([name, value]) => `${name}=${value}`),
      ...command,
    ],
  ];
}

/** Variables that say how package registries are reached: their addresses, proxies and certificate authorities. */
const REGISTRY_VARIABLES =
  /^(npm_config_(?!.*(prefix|cache|node_version|local|global))|pip_|go(proxy|sumdb|nosumdb|noproxy|private|insecure|flags|toolchain)$|https?_proxy$|no_proxy$|all_proxy$|node_extra_ca_certs$|ssl_cert_|git_ssl_cainfo$|curl_ca_bundle$|requests_ca_bundle$|maven_)/i;

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function registryVariables(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => REGISTRY_VARIABLES.test(name)));
}
