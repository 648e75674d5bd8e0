/**
 * Namespaces of its own for everything but the network, no capability, no further user namespace. A build dies with its
 * worker. A server dies with the shell that stays beside it, which outlives the worker.
 */
const NAMESPACES = [
  '--unshare-user',
  '--disable-userns',
  '--unshare-pid',
  '--unshare-ipc',
  '--unshare-uts',
  '--unshare-cgroup-try',
  '--hostname',
  'chaincode',
  '--new-session',
  '--cap-drop',
  'ALL',
  '--die-with-parent',
] as const;

/** Root of this machine may write to these without any capability, also from a sandbox (proc_sys_permission). */
const KERNEL_SETTINGS = ['/proc/sys', '/proc/sysrq-trigger'] as const;

export function isolation(): string[] {
  const readOnly = KERNEL_SETTINGS.flatMap((path) => ['--ro-bind-try', path, path]);
  return [...NAMESPACES, '--proc', '/proc', ...readOnly, '--dev', '/dev'];
}
