import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { UnreachableError } from '@heddle/fabric';
import { ClusterReach } from '@heddle/k8s';
import { RuntimeError } from '@heddle/runtime';
import { Clusters, type OpenedCluster } from '../clusters/clusters';
import type { ChannelAccess, PeerTarget } from './channel-access';
import { FreshCache } from './fresh-cache';

interface Entry {
  readonly cluster: OpenedCluster;
  readonly reach: ClusterReach;
}

/** Where this process reaches peers: at the address in their row, or through the cluster that they run on. */
@Injectable()
export class PeerReach implements OnApplicationShutdown {
  readonly #entries = new Map<string, Entry>();
  readonly #addresses = new FreshCache<string>({ freshMs: 10_000, staleMs: 50_000 });

  constructor(private readonly clusters: Clusters) {}

  /** @throws UnreachableError if there is no route to the peer now */
  async target(channel: ChannelAccess, target: PeerTarget): Promise<PeerTarget> {
    const { cluster } = channel;
    if (cluster === null) return target;
    const key = addressKey(channel, target);
    const address = await this.#addresses.get(key, () => this.#dial(cluster, channel, target));
    return { ...target, address };
  }

  /** Makes the next call query the cluster for the route again. */
  forget(channel: ChannelAccess, target: PeerTarget): void {
    this.#addresses.forget(addressKey(channel, target));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#entries.values()].map(({ reach }) => reach.close()));
  }

  async #dial(cluster: string, { chainId }: ChannelAccess, { name, address }: PeerTarget): Promise<string> {
    try {
      return await (await this.#reachOf(cluster)).dial({ chainId, name }, 'grpc');
    } catch (error) {
      if (error instanceof RuntimeError) throw new UnreachableError(address, error.message, { cause: error });
      throw error;
    }
  }

  async #reachOf(name: string): Promise<ClusterReach> {
    const cluster = await this.clusters.clusterApi(name);
    const entry = this.#entries.get(name);
    if (entry?.cluster === cluster) return entry.reach;
    const reach = new ClusterReach({ context: cluster });
    this.#entries.set(name, { cluster, reach });
    await entry?.reach.close();
    return reach;
  }
}

const addressKey = ({ chainId }: ChannelAccess, { name }: PeerTarget): string => `${chainId}/${name}`;
