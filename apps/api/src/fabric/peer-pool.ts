import { FabricConnection, GatewayClient, PeerClient } from '@heddle/fabric';
import type { OrganizationAccess, PeerTarget } from './channel-access';

export interface PeerClients {
  readonly gateway: GatewayClient;
  readonly peer: PeerClient;
}

interface Pooled extends PeerClients {
  readonly connection: FabricConnection;
  usedAt: number;
  /** Number of open streams; the connection is kept while there are any. */
  streams: number;
}

const IDLE_MS = 60_000;

/**
 * One connection per peer and client identity, shared by all requests. The key contains the address and the
 * certificates, so a changed chain gets new connections, and old ones are closed when they are unused.
 */
export class PeerPool {
  readonly #pooled = new Map<string, Pooled>();
  readonly #retired = new Set<Pooled>();
  readonly #sweep: NodeJS.Timeout;

  constructor() {
    this.#sweep = setInterval(() => {
      this.#closeIdle(Date.now() - IDLE_MS);
    }, IDLE_MS / 2).unref();
  }

  clients(organization: OrganizationAccess, target: PeerTarget): PeerClients {
    const key = keyOf(organization, target);
    const pooled = this.#pooled.get(key) ?? this.#connect(key, organization, target);
    pooled.usedAt = Date.now();
    return pooled;
  }

  /** Clients for a stream, whose connection stays open until they are disposed. */
  stream(organization: OrganizationAccess, target: PeerTarget): PeerClients & Disposable {
    const key = keyOf(organization, target);
    const pooled = this.#pooled.get(key) ?? this.#connect(key, organization, target);
    pooled.streams += 1;
    const { gateway, peer } = pooled;
    return {
      gateway,
      peer,
      [Symbol.dispose]: () => {
        pooled.streams -= 1;
        pooled.usedAt = Date.now();
      },
    };
  }

  /** Whether the next request would use an existing connection. */
  holds(organization: OrganizationAccess, target: PeerTarget): boolean {
    return this.#pooled.has(keyOf(organization, target));
  }

  /**
   * Makes the next request open a new connection: one that could not reach its peer backs off increasingly, although
   * the peer may be back. Running calls on the old connection are not affected.
   */
  renew(organization: OrganizationAccess, target: PeerTarget): void {
    const key = keyOf(organization, target);
    const pooled = this.#pooled.get(key);
    if (pooled === undefined) return;
    this.#pooled.delete(key);
    this.#retired.add(pooled);
  }

  close(): void {
    clearInterval(this.#sweep);
    this.#closeIdle(Number.POSITIVE_INFINITY);
  }

  #connect(key: string, { signer }: OrganizationAccess, target: PeerTarget): Pooled {
    const { address, hostName: hostnameOverride, tlsRootCertificate } = target;
    const connection = new FabricConnection({ address, hostnameOverride, tlsRootCertificate });
    const pooled: Pooled = {
      connection,
      gateway: new GatewayClient({ connection, signer }),
      peer: new PeerClient({ connection, signer }),
      usedAt: 0,
      streams: 0,
    };
    this.#pooled.set(key, pooled);
    return pooled;
  }

  #closeIdle(before: number): void {
    const isIdle = ({ usedAt, streams }: Pooled): boolean =>
      before === Number.POSITIVE_INFINITY || (streams === 0 && usedAt < before);
    for (const [key, pooled] of this.#pooled) {
      if (!isIdle(pooled)) continue;
      pooled.connection.close();
      this.#pooled.delete(key);
    }
    for (const pooled of this.#retired) {
      if (!isIdle(pooled)) continue;
      pooled.connection.close();
      this.#retired.delete(pooled);
    }
  }
}

function keyOf({ certificate }: OrganizationAccess, { address, tlsRootCertificate }: PeerTarget): string {
  return `${address} ${certificate} ${tlsRootCertificate}`;
}
