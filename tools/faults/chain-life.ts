import { api, type ChainId, type ChannelId, type Operation } from '@heddle/contracts';
import { expectOperation } from './expect-operation';
import type { Instance } from './instance';
import type { Ground } from './ground';
import type { ChangeKind, Kind } from './kinds';
import { expectOnEveryPeer } from './ledgers';
import { nodeOf, nodesAdded, requestChange, runsAfter, type ChangedChain } from './request-change';
import { Rows } from './rows';
import type { Run } from './schedule';
import { goSource } from './source';
import { strike } from './strike';
import { Submits } from './submits';
import {
  expectChannelOfAuthorities,
  expectChannelsOnPeers,
  expectNothingOfOthers,
  expectOneAuthorityEach,
  validCalls,
  type World,
} from './world';

/** The size of a chain. */
export interface Size {
  readonly orderers: number;
  readonly organizations: number;
  readonly peers: number;
}

export const SMALL: Size = { orderers: 1, organizations: 1, peers: 1 };
export const LARGE: Size = { orderers: 3, organizations: 2, peers: 2 };

/** The first chaincode of a chain. */
interface Serving {
  readonly chain: ChangedChain;
  readonly channel: string;
}

interface ChannelSoFar {
  readonly id: ChannelId;
  readonly name: string;
}

/** One chain from creation to release. Each call requests one operation and then checks the real world. */
export class ChainLife {
  readonly #world: World;
  readonly #organizations: string[];
  readonly #channels: ChannelSoFar[] = [];
  #chainId: ChainId | undefined;
  #deployed = 0;
  #deployment: Serving | undefined;
  #submits: Submits | undefined;

  constructor(
    private readonly instance: Instance,
    private readonly name: string,
    private readonly size: Size,
    private readonly ground: Ground,
  ) {
    this.#world = { instance, rows: new Rows(instance.data) };
    this.#organizations = Array.from({ length: size.organizations }, (_, index) => `org${index + 1}`);
  }

  close(): void {
    this.#submits?.close();
    this.#world.rows.close();
  }

  async create(run: Run): Promise<void> {
    const { name, size } = this;
    const organizations = this.#organizations.map((organization) => ({ name: organization, peers: size.peers }));
    await this.#operate('chain.create', run, async () => {
      const spec = { name, ...this.ground.spec, ordering: { orderers: size.orderers }, organizations };
      const accepted = await this.instance.client.ask(api.chains.create, { body: spec });
      this.#chainId = accepted.resource.id;
      return accepted;
    });
    expect(this.#world.rows.chains(name)).toBe(1);
    expect(this.#world.rows.operations(this.id, 'chain.create')).toBe(1);
    expectOneAuthorityEach(this.#world, this.id, ['orderer', ...this.#organizations]);
    await this.ground.expectEachNodeOnce(this.#world, this.id);
  }

  async channel(run: Run): Promise<void> {
    const name = `channel${this.#channels.length + 1}`;
    const { resource } = await this.#operate('channel.create', run, () =>
      this.instance.client.ask(api.channels.create, { params: { chainId: this.id }, body: { name } }),
    );
    this.#channels.push({ id: resource.id, name });
    expect(this.#world.rows.operations(this.id, 'channel.create')).toBe(this.#channels.length);
    await expectChannelOfAuthorities(this.#world, { chainId: this.id, channelId: resource.id });
    await this.#expectUndisturbed();
  }

  async deploy(run: Run): Promise<void> {
    const [channel] = this.#channels;
    if (channel === undefined) throw new Error('The chain has no channel to deploy to.');
    const fresh = run.some(({ moment }) => 'nth' in moment && moment.step === 'build');
    const file = { name: 'asset.tgz', content: await goSource(fresh ? this.id : undefined) };
    const source = await this.instance.client.ask(api.chaincodes.upload, { file });
    const name = `assets${this.#deployed + 1}`;
    const inChannel = { chainId: this.id, channelId: channel.id };
    const body = { name, version: '1.0', origin: { type: 'source', sourceId: source.id } } as const;
    const { resource } = await this.#operate('chaincode.deploy', run, () =>
      this.instance.client.ask(api.chaincodes.deploy, { params: inChannel, body }),
    );
    this.#deployed += 1;
    expect(this.#world.rows.operations(this.id, 'chaincode.deploy')).toBe(this.#deployed);
    const params = { ...inChannel, chaincodeId: resource.id };
    const [organization = ''] = this.#organizations;
    this.#deployment ??= { chain: { ...params, organization, chaincode: name }, channel: channel.name };
    const invoked = await this.instance.client.ask(api.chaincodes.invoke, {
      params,
      body: { fn: 'CreateAsset', args: ['asset1', 'ann', 'red', '5'] },
    });
    expect(invoked.validationCode).toBe('VALID');
    const read = await this.instance.client.ask(api.chaincodes.query, {
      params,
      body: { fn: 'ReadAsset', args: ['asset1'] },
    });
    expect(read.result).toContain('ann');
    await this.#expectLedger(channel);
    await this.#expectUndisturbed();
  }

  /** Changes the chain while transactions are submitted. */
  async change(kind: ChangeKind, run: Run): Promise<void> {
    const nodes = () => this.#world.rows.nodes(this.id).map(({ name }) => name);
    const before = nodes();
    const { chain } = this.#serving();
    const submits = await this.#submitting();
    await submits.during(() => this.#operate(kind, run, () => requestChange(this.instance.client, chain, kind)));
    expect(this.#world.rows.operations(this.id, kind)).toBe(1);
    const after = nodes();
    expect(after.filter((name) => !before.includes(name))).toHaveLength(nodesAdded(kind));
    const gone = kind === 'peer.remove' || kind === 'orderer.remove' ? [nodeOf(kind, chain.organization)] : [];
    if (kind !== 'chaincode.remove') expect(before.filter((name) => !after.includes(name))).toEqual(gone);
    expectNothingOfOthers(this.#world, this.id, after);
    if (runsAfter(kind)) await this.#expectServing(submits);
  }

  async #expectServing(submits: Submits): Promise<void> {
    const { channel } = this.#serving();
    await this.#expectUndisturbed();
    await submits.succeed();
    const { acknowledged: ids } = submits;
    await expectOnEveryPeer(this.#world, this.ground, { chainId: this.id, channel, ids });
  }

  #serving(): Serving {
    if (this.#deployment === undefined) throw new Error('The chain has no chaincode.');
    return this.#deployment;
  }

  /** The same for all changes of the chain, so that each of them must keep what was acknowledged before. */
  async #submitting(): Promise<Submits> {
    this.#submits ??= new Submits(await this.instance.open(), this.#serving().chain);
    return this.#submits;
  }

  async release(run: Run): Promise<void> {
    const ports = this.#world.rows.nodes(this.id).flatMap((node) => Object.values(node.ports));
    await this.#operate('chain.release', run, () =>
      this.instance.client.ask(api.chains.release, {
        params: { chainId: this.id },
        body: { confirmName: this.name },
      }),
    );
    expect(this.#world.rows.operations(this.id, 'chain.release')).toBe(1);
    expect(ports.length).toBeGreaterThan(0);
    await this.ground.expectNothingLeft(this.#world, this.id, ports);
    await this.instance.client.ask(api.chains.delete, { params: { chainId: this.id } });
  }

  /** The chain's id, once it was accepted. */
  get id(): ChainId {
    if (this.#chainId === undefined) throw new Error(`Chain ${this.name} was never accepted.`);
    return this.#chainId;
  }

  async #operate<Accepted extends { operation: Operation }>(
    kind: Kind,
    run: Run,
    request: () => Promise<Accepted>,
  ): Promise<Accepted> {
    const { instance } = this;
    const { rows } = this.#world;
    const { ground } = this;
    const options = { instance, rows, ground, kind, run, chainId: () => this.#chainId, request };
    const outcome = await strike(options);
    await expectOperation(instance.client, outcome, run, ground);
    return outcome.accepted;
  }

  /** One commit per chaincode, one approval per organization, and one effect per invoke. */
  async #expectLedger({ id }: ChannelSoFar): Promise<void> {
    const calls = await validCalls(this.#world, { chainId: this.id, channelId: id });
    const invokes = Array.from({ length: this.#deployed }, (_, index) => [`assets${index + 1} CreateAsset`, 1]);
    expect(calls).toEqual({
      '_lifecycle CommitChaincodeDefinition': this.#deployed,
      '_lifecycle ApproveChaincodeDefinitionForMyOrg': this.#deployed * this.size.organizations,
      ...Object.fromEntries(invokes),
    });
  }

  async #expectUndisturbed(): Promise<void> {
    const names = this.#channels.map(({ name }) => name);
    expectOneAuthorityEach(this.#world, this.id, ['orderer', ...this.#organizations]);
    await this.ground.expectEachNodeOnce(this.#world, this.id);
    await expectChannelsOnPeers(this.#world, this.id, names);
  }
}
