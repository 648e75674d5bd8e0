import {
  connectOrderer,
  connectPeer,
  createSigner,
  ParticipationClient,
  type OrdererClient,
  type PeerClient,
  type Signer,
} from '@heddle/fabric';
import type { RuntimeDriver } from '@heddle/runtime';
import { serverNameOf } from '@heddle/topology';
import { once } from '../once';
import type { ChainWorld, WorldNode } from '../world/chain-world';
import { keysOf } from '../world/chain-keys';

/** Resolves the addresses of nodes. */
export type Dialer = Pick<RuntimeDriver, 'dial'>;

/** Connections of a chain's administrators to its nodes, opened on first use and closed together. */
export class ChainClients {
  readonly #world: ChainWorld;
  readonly #runtimes: Dialer;
  readonly #peers = new Map<string, Promise<PeerClient>>();
  readonly #orderers = new Map<string, Promise<OrdererClient>>();

  constructor(world: ChainWorld, runtimes: Dialer) {
    this.#world = world;
    this.#runtimes = runtimes;
  }

  /** Signs as the administrator of the peer's organization. */
  peer(node: WorldNode): Promise<PeerClient> {
    return once(this.#peers, node.plan.name, async () =>
      connectPeer({ endpoint: await this.#endpoint(node), signer: this.#admin(node) }),
    );
  }

  orderer(node: WorldNode): Promise<OrdererClient> {
    return once(this.#orderers, node.plan.name, async () =>
      connectOrderer({ endpoint: await this.#endpoint(node), signer: this.#admin(node) }),
    );
  }

  /** The orderer's channel participation API over mutual TLS. */
  async participation({ plan, row }: WorldNode): Promise<ParticipationClient> {
    const { adminTls, tlsCa } = keysOf(this.#world.keys, plan.organization);
    const address = await this.#runtimes.dial({ chainId: row.chainId, name: plan.name }, 'admin');
    const { certificate, privateKey } = adminTls;
    return new ParticipationClient({ address, tls: { rootCertificates: tlsCa.certificate, certificate, privateKey } });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opened = await Promise.allSettled([...this.#peers.values(), ...this.#orderers.values()]);
    for (const client of opened) if (client.status === 'fulfilled') client.value.close();
  }

  async #endpoint({ plan, row }: WorldNode) {
    return {
      address: await this.#runtimes.dial({ chainId: row.chainId, name: plan.name }, 'grpc'),
      tlsRootCertificate: keysOf(this.#world.keys, plan.organization).tlsCa.certificate,
      hostnameOverride: serverNameOf(plan.hostName, row.host),
    };
  }

  #admin({ plan }: WorldNode): Signer {
    const { certificate, privateKey } = keysOf(this.#world.keys, plan.organization).admin;
    return createSigner({ mspId: plan.mspId, certificate, privateKey });
  }
}
