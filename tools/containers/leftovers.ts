import { readdirSync } from 'node:fs';
import { run, which } from '../lib/run.mjs';

/**
 * Removes the firewall chains that netavark leaves behind when its last network is gone, using netavark's own rules as
 * listed by `iptables -S`. They are kept while any network of Podman is up.
 */
export async function removeFirewallChains(): Promise<void> {
  const iptables = which('iptables');
  if (iptables === undefined || readdirSync('/sys/class/net').some((name) => /^podman\d+$/.test(name))) return;
  for (const table of ['filter', 'nat']) {
    const call = (rule: string) =>
      run('sh', ['-c', `'${iptables}' --wait --table ${table} ${rule}`], { output: 'capture' });
    const own = (await call('--list-rules')).stdout.split('\n').filter((line) => line.includes('NETAVARK'));
    const chains = own.filter((line) => line.startsWith('-N ')).map((line) => line.slice('-N '.length));
    for (const rule of own.filter((line) => line.startsWith('-A '))) await call(rule.replace('-A ', '-D '));
    for (const chain of chains) await call(`--delete-chain ${chain}`);
  }
}
