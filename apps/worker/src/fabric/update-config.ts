import {
  computeConfigUpdate,
  configFromBlock,
  configUpdateEnvelope,
  createSigner,
  FabricError,
  NoConfigDifferenceError,
  OrdererRefusedError,
  signConfigUpdate,
  type Signer,
} from '@heddle/fabric';
import { poll } from '@heddle/runtime';
import type { WorldNode } from '../world/chain-world';
import type { ChannelWorld } from '../world/channel-world';
import { OperationFailure } from '../errors/operation-failure';
import type { ChainClients } from './chain-clients';
import { keysOf } from '../world/chain-keys';
import { MAJORITY_REMEDY } from './channel-orderers';

type Config = ReturnType<typeof configFromBlock>['config'];

export interface ConfigChange {
  readonly world: ChannelWorld;
  readonly clients: ChainClients;
  /** The change, for errors: `anchor peers of org1`. */
  readonly what: string;
  /** Returns the wanted configuration; without a difference, the change is in force. */
  readonly edit: (config: Config) => Config;
  /** Names of the organizations whose administrators sign. */
  readonly signedBy: readonly string[];
  /** Orderers to use, in this order; all of the channel by default. */
  readonly orderers?: readonly WorldNode[];
  readonly signal: AbortSignal;
}

/** Milliseconds until an accepted update that is in no block is sent again: a leader that abdicates may lose it. */
const LOST_AFTER_MS = 3_000;
const LIMIT_MS = 60_000;
const POLL_MS = 100;

/** The configuration has changed since it was read (`common/configtx/update.go`). */
const OUTDATED = /but it is currently at version|but key is at version|existing config does not contain element/;

function canBeSentAgain(error: unknown): boolean {
  if (error instanceof OrdererRefusedError) return OUTDATED.test(error.detail);
  return error instanceof FabricError && error.retryable;
}

/** Submits a change of a channel's configuration until an orderer reads it back from a config block. */
export async function updateConfig(change: ConfigChange): Promise<void> {
  const { world, what, signal } = change;
  let attempt = -1;
  let last: unknown;
  const submitted = async () => {
    attempt += 1;
    try {
      return (await submit(change, attempt)) === 'in force' || (await inForce(change, attempt));
    } catch (error) {
      if (!canBeSentAgain(error)) throw error;
      last = error;
      return false;
    }
  };
  if (await poll(submitted, { pauseMs: POLL_MS, timeoutMs: LIMIT_MS, signal })) return;
  throw new OperationFailure('config_rejected', `The ${what} of ${world.channel.name} did not change.`, {
    remedy: MAJORITY_REMEDY,
    retryable: true,
    cause: last,
  });
}

/** Each attempt uses another orderer. */
function ordererFor({ world, orderers = world.orderers }: ConfigChange, attempt: number): WorldNode {
  const node = orderers[attempt % orderers.length];
  if (node === undefined) throw new Error(`Channel ${world.channel.name} has no orderers.`);
  return node;
}

async function submit(change: ConfigChange, attempt: number): Promise<'in force' | 'submitted'> {
  const { world, clients, edit, signedBy, signal } = change;
  const { name } = world.channel;
  const orderer = await clients.orderer(ordererFor(change, attempt));
  const { config } = configFromBlock(await orderer.configBlock(name, { signal }));
  try {
    const update = computeConfigUpdate(name, config, edit(config));
    const signers = signedBy.map((organization) => administrator(world, organization));
    const signatures = await Promise.all(signers.map((signer) => signConfigUpdate(update, signer)));
    await orderer.broadcastOnce(await configUpdateEnvelope({ update, signatures, signer: orderer.signer }), { signal });
    return 'submitted';
  } catch (error) {
    if (error instanceof NoConfigDifferenceError) return 'in force';
    throw error;
  }
}

/** Reads from the orderer that is next in turn: the one that took the update may be about to lose it. */
async function inForce(change: ConfigChange, attempt: number): Promise<boolean> {
  const { world, clients, edit, signal } = change;
  const { name } = world.channel;
  const orderer = await clients.orderer(ordererFor(change, attempt + 1));
  const read = async () => {
    const { config } = configFromBlock(await orderer.configBlock(name, { signal }));
    return !differs(name, config, edit);
  };
  return (await poll(read, { pauseMs: POLL_MS, timeoutMs: LOST_AFTER_MS, signal })) ?? false;
}

function differs(channel: string, config: Config, edit: ConfigChange['edit']): boolean {
  try {
    computeConfigUpdate(channel, config, edit(config));
    return true;
  } catch (error) {
    if (error instanceof NoConfigDifferenceError) return false;
    throw error;
  }
}

function administrator({ keys, inventory }: ChannelWorld, organization: string): Signer {
  const mspId = inventory.organizations.find(({ name }) => name === organization)?.mspId;
  if (mspId === undefined) throw new Error(`Organization ${organization} does not exist.`);
  const { certificate, privateKey } = keysOf(keys, organization).admin;
  return createSigner({ mspId, certificate, privateKey });
}
