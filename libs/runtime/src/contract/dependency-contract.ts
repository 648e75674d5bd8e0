import type { Workload } from '@heddle/topology';
import type { RuntimeDriver } from '../driver';
import type { ContractChain } from './runtime-contract';

/** A chain that is not applied yet. */
export interface PlannedChain {
  readonly driver: RuntimeDriver;
  readonly chain: ContractChain;
}

/** How every runtime starts and stops nodes that depend on others. */
export function dependencyContract(
  test: (what: string, body: () => Promise<void>) => void,
  planned: () => PlannedChain,
): void {
  const orderer = 'orderer0';
  const peer = 'peer0-org1';

  /** The peer depends on the orderer. */
  function dependent({ chain }: PlannedChain, change: Partial<Workload> = {}): Workload[] {
    return chain.workloads.map((workload) => {
      if (workload.name === peer) return { ...workload, dependsOn: [orderer] };
      return { ...workload, ...change };
    });
  }
  const states = async ({ driver, chain: { chainId } }: PlannedChain) =>
    Object.fromEntries((await driver.status({ chainId })).map(({ name, state }) => [name, state]));

  test('starts a node when what it depends on is ready, and stops it first', async () => {
    const place = planned();
    const { driver, chain } = place;
    const selector = { chainId: chain.chainId };
    await driver.apply(dependent(place));
    expect((await states(place))[orderer]).toBe('running');
    await driver.waitUntilReady(selector);
    const messages: string[] = [];
    await driver.stop(selector, { report: ({ message }) => messages.push(message) });
    expect(messages.filter((message) => message.endsWith(' stopped'))).toEqual([
      `${peer} stopped`,
      `${orderer} stopped`,
    ]);
    await driver.start(selector);
    expect((await states(place))[orderer]).toBe('running');
    await driver.waitUntilReady(selector);
    await driver.restart({ ...selector, name: peer });
    await driver.waitUntilReady(selector);
  });

  test('does not start a node whose dependency fails', async () => {
    const place = planned();
    const { driver, chain } = place;
    const { env } = chain.workloads.find(({ name }) => name === orderer) ?? { env: {} };
    const broken = { env: { ...env, ORDERER_GENERAL_LOCALMSPDIR: '/nowhere' } };
    await expect(driver.apply(dependent(place, broken))).rejects.toMatchObject({ code: 'node_failed' });
    expect((await states(place))[peer]).toBeUndefined();
  });

  test('does not start a node whose dependency is stopped', async () => {
    const place = planned();
    const { driver, chain } = place;
    const { chainId } = chain;
    await driver.apply(dependent(place));
    await driver.stop({ chainId });
    const stopped = { code: 'invalid_state', message: `${peer} depends on ${orderer}, which is stopped.` };
    await expect(driver.start({ chainId, names: [peer] })).rejects.toMatchObject(stopped);
    await expect(driver.restart({ chainId, name: peer })).rejects.toMatchObject(stopped);
    expect(await states(place)).toEqual({ [orderer]: 'stopped', [peer]: 'stopped' });
  });

  test('starts nothing if dependencies are unknown or in a cycle', async () => {
    const place = planned();
    const { driver } = place;
    const unknown = dependent(place, { dependsOn: ['db'] });
    await expect(driver.apply(unknown)).rejects.toMatchObject({
      message: `${orderer} depends on db, which does not exist.`,
    });
    const cycle = dependent(place, { dependsOn: [peer] });
    await expect(driver.apply(cycle)).rejects.toMatchObject({ code: 'validation_failed' });
    expect(await states(place)).toEqual({});
  });
}
