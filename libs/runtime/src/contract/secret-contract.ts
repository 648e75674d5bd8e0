import { SecretValue } from '@heddle/topology';
import type { NodeRef } from '../driver';
import type { PlannedChain } from './dependency-contract';

/** A chain that is not applied yet, with a view into its processes. */
export interface PlannedSecrets extends PlannedChain {
  /** The environment of a node's process: `NAME=value` entries. */
  readonly environment: (node: NodeRef) => Promise<readonly string[]>;
}

const PASSWORD = 'correct horse battery staple';
const VARIABLE = 'CORE_LEDGER_STATE_COUCHDBCONFIG_PASSWORD';
/** A peer writes its whole configuration to its log when it starts, unless this logger is silent. */
const LOGGING = { FABRIC_LOGGING_SPEC: 'nodeCmd=warning:info' };
const PEER = 'peer0-org1';

/** How every runtime passes secret variables to programs. */
export function secretContract(
  test: (what: string, body: () => Promise<void>) => void,
  planned: () => PlannedSecrets,
): void {
  test('passes a secret variable to the process of its node alone, also after a restart', async () => {
    const { driver, chain, environment } = planned();
    const { chainId } = chain;
    const peer = { chainId, name: PEER };
    const workloads = chain.workloads.map((workload) => {
      if (workload.name !== PEER) return workload;
      return { ...workload, env: { ...workload.env, ...LOGGING, [VARIABLE]: new SecretValue(PASSWORD) } };
    });
    const messages: string[] = [];
    const report = ({ message }: { readonly message: string }) => messages.push(message);
    await driver.apply(workloads, { report });
    await driver.waitUntilReady({ chainId }, { report });
    expect(await environment(peer)).toContain(`${VARIABLE}=${PASSWORD}`);
    expect((await environment({ chainId, name: 'orderer0' })).join()).not.toContain(PASSWORD);
    await driver.restart(peer);
    await driver.waitUntilReady({ chainId });
    expect(await environment(peer)).toContain(`${VARIABLE}=${PASSWORD}`);
    const { text } = await driver.logs(peer, { offset: 0, tailBytes: 1, waitMs: 0 });
    const seen = JSON.stringify([text, messages, await driver.status({ chainId }), await driver.events(chainId)]);
    expect(seen).not.toContain(PASSWORD);
  });
}
