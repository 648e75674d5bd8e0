interface Entry {
  readonly command: readonly string[];
  /** Inside. */
  readonly cwd?: string;
  /** Besides those of a new machine. */
  readonly variables?: NodeJS.ProcessEnv;
  /** Of this machine, seen inside. */
  readonly folders?: readonly { from: string; to: string }[];
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Sets up the mounts of a machine and enters it. The shell stays as process 1 because process 1 has to reap orphaned
 * processes. pivot_root is used instead of chroot(2): under chroot the kernel refuses to create user namespaces, which
 * the chaincode sandbox needs.
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
# pivot_root(2) stacks the old root on the new one; unmount it.
pivot_root . .
umount -l .
/usr/bin/env -i --chdir="$cwd" "$@"
code=$?
exit $code
`;

/**
 * The command that runs another command in a root folder, with its own mounts and processes, which end with it. It uses
 * this machine's network and the environment of a new machine.
 * @returns command and arguments
 */
export function inRoot(
  root: string,
  { command, cwd = '/root', variables = {}, folders = [] }: Entry,
): [string, string[]] {
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

/** Variables that configure access to package registries: addresses, proxies and certificate authorities. */
const REGISTRY_VARIABLES =
  /^(npm_config_(?!.*(prefix|cache|node_version|local|global))|pip_|go(proxy|sumdb|nosumdb|noproxy|private|insecure|flags|toolchain)$|https?_proxy$|no_proxy$|all_proxy$|node_extra_ca_certs$|ssl_cert_|git_ssl_cainfo$|curl_ca_bundle$|requests_ca_bundle$|maven_)/i;

export function registryVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => REGISTRY_VARIABLES.test(name)));
}
