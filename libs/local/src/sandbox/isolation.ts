/**
 * Separate namespaces for everything except the network, no capabilities, no further user namespaces. A build ends with
 * its worker. A server ends with the shell that runs beside it, which outlives the worker.
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

/** Root can write to these without capabilities, even in a sandbox (proc_sys_permission). */
const KERNEL_SETTINGS = ['/proc/sys', '/proc/sysrq-trigger'] as const;

export function isolation(): string[] {
  const readOnly = KERNEL_SETTINGS.flatMap((path) => ['--ro-bind-try', path, path]);
  return [...NAMESPACES, '--proc', '/proc', ...readOnly, '--dev', '/dev'];
}
