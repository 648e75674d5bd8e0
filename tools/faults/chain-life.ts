import type { Accepted } from './answers';
import { expectOperation } from './expect-operation';
import type { Instance } from './instance';
import type { FaultPoint, Kind } from './points';
import { Rows } from './rows';
import type { Ground } from './ground';
import { goSource } from './source';
import { strike } from './strike';
import {
  expectChannelOfAuthorities,
  expectChannelsOnPeers,
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

interface ChannelSoFar {
  readonly id: string;
  readonly name: string;
}

/** One chain from creation to release. Each call requests one operation and then checks the real world. */
export class ChainLife {
  readonly #world: World;
  readonly #organizations: string[];
  readonly #channels: ChannelSoFar[] = [];
  #chainId: string | undefined;
  #deployed = 0;

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
    this.#world.rows.close();
  }

  async create(point: FaultPoint | null): Promise<void> {
    const { name, size } = this;
    const organizations = this.#organizations.map((organization) => ({ name: organization, peers: size.peers }));
    await this.#operate('chain.create', point, async () => {
      const spec = { name, ...this.ground.spec, ordering: { orderers: size.orderers }, organizations };
      const accepted = await this.instance.client.post<Accepted>('/chains', spec);
      this.#chainId = accepted.resource.id;
      return accepted;
    });
    expect(this.#world.rows.chains(name)).toBe(1);
    expect(this.#world.rows.operations(this.id, 'chain.create')).toBe(1);
    expectOneAuthorityEach(this.#world, this.id, ['orderer', ...this.#organizations]);
    await this.ground.expectEachNodeOnce(this.#world, this.id);
  }

  async channel(point: FaultPoint | null): Promise<void> {
    const name = `channel${this.#channels.length + 1}`;
    const { resource } = await this.#operate('channel.create', point, () =>
      this.instance.client.post<Accepted>(`/chains/${this.id}/channels`, { name }),
    );
    this.#channels.push({ id: resource.id, name });
    expect(this.#world.rows.operations(this.id, 'channel.create')).toBe(this.#channels.length);
    await expectChannelOfAuthorities(this.#world, { chainId: this.id, channelId: resource.id });
    await this.#expectUndisturbed();
  }

  async deploy(point: FaultPoint | null): Promise<void> {
    const [channel] = this.#channels;
    if (channel === undefined) throw new Error('The chain has no channel to deploy to.');
    const fresh = point !== null && 'nth' in point.moment && point.moment.step === 'build';
    const archive = await goSource(fresh ? this.id : undefined);
    const source = await this.instance.client.upload<{ id: string }>('/chaincode-sources', 'asset.tgz', archive);
    const name = `assets${this.#deployed + 1}`;
    const path = `/chains/${this.id}/channels/${channel.id}/chaincodes`;
    const { resource } = await this.#operate('chaincode.deploy', point, () =>
      this.instance.client.post<Accepted>(path, {
        name,
        version: '1.0',
        origin: { type: 'source', sourceId: source.id },
      }),
    );
    this.#deployed += 1;
    expect(this.#world.rows.operations(this.id, 'chaincode.deploy')).toBe(this.#deployed);
    const invoked = await this.instance.client.post<{ validationCode: string }>(`${path}/${resource.id}/invoke`, {
      fn: 'CreateAsset',
      args: ['asset1', 'ann', 'red', '5'],
    });
    expect(invoked.validationCode).toBe('VALID');
    const read = await this.instance.client.post<{ result: string }>(`${path}/${resource.id}/query`, {
      fn: 'ReadAsset',
      args: ['asset1'],
    });
    expect(read.result).toContain('ann');
    await this.#expectLedger(channel);
    await this.#expectUndisturbed();
  }

  async release(point: FaultPoint | null): Promise<void> {
    const ports = this.#world.rows.nodes(this.id).flatMap((node) => Object.values(node.ports));
    await this.#operate('chain.release', point, () =>
      this.instance.client.post<Accepted>(`/chains/${this.id}/release`, { confirmName: this.name }),
    );
    expect(this.#world.rows.operations(this.id, 'chain.release')).toBe(1);
    expect(ports.length).toBeGreaterThan(0);
    await this.ground.expectNothingLeft(this.#world, this.id, ports);
    await this.instance.client.delete(`/chains/${this.id}`);
  }

  /** The chain's id, once it was accepted. */
  get id(): string {
    if (this.#chainId === undefined) throw new Error(`Chain ${this.name} was never accepted.`);
    return this.#chainId;
  }

  async #operate(kind: Kind, point: FaultPoint | null, request: () => Promise<Accepted>): Promise<Accepted> {
    const { instance } = this;
    const { rows } = this.#world;
    const { ground } = this;
    const options = { instance, rows, ground, kind, point, chainId: () => this.#chainId, request };
    const { accepted, operation } = await strike(options);
    await expectOperation(instance.client, operation, point, ground);
    return accepted;
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
