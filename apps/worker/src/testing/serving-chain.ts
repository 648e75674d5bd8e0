import { goSample, upload } from './chaincode-sources';
import { askDeploy, type Place } from './chaincodes';
import { createChain, defineChannel, SMALL } from './small-chain';
import type { TestInstallation } from './test-installation';

export const CHANNEL = 'orders';
export const CHAINCODE = 'paper';

/** A chain, by default a small one, that serves the Go sample on a channel. */
export async function servingChain(installation: TestInstallation, spec = SMALL): Promise<Place> {
  const chainId = await createChain(installation, spec);
  const channelId = await defineChannel(installation, chainId, CHANNEL);
  const place = { chainId, channelId };
  expect(await installation.run('channel.create', place)).toMatchObject({ state: 'succeeded', error: null });
  const source = await upload(installation, await goSample());
  const { id } = await askDeploy(installation, place, { name: CHAINCODE, version: '1.0', source });
  expect(await installation.finished(id)).toMatchObject({ state: 'succeeded', error: null });
  return place;
}
