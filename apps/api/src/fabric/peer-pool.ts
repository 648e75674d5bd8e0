import { FabricConnection, GatewayClient, PeerClient } from '@heddle/fabric';
import type { OrganizationAccess, PeerTarget } from './channel-access';

export interface PeerClients {
  readonly gateway: GatewayClient;
  readonly peer: PeerClient;
}

interface Pooled extends PeerClients {
  readonly connection: FabricConnection;
  usedAt: number;
}

const IDLE_MS = 60_000;

/**
 * One connection per peer and client identity, shared by every request. The key holds the address and the certificates,
 * so a chain that changed gets new connections and those of the old one end when nobody uses them any more.
 */
export class PeerPool {
  readonly #pooled = new Map<string, Pooled>();
  readonly #sweep: NodeJS.Timeout;

  constructor() {
    this.#sweep = setInterval(() => {
      this.#closeIdle(Date.now() - IDLE_MS);
    }, IDLE_MS / 2).unref();
  }

  clients(organization: OrganizationAccess, target: PeerTarget): PeerClients {
    const key = `${target.address} ${organization.certificate} ${target.tlsRootCertificate}`;
    const pooled = this.#pooled.get(key) ?? this.#connect(key, organization, target);
    pooled.usedAt = Date.now();
    return pooled;
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
    };
    this.#pooled.set(key, pooled);
    return pooled;
  }

  #closeIdle(before: number): void {
    for (const [key, { connection, usedAt }] of this.#pooled) {
      if (usedAt >= before) continue;
      connection.close();
      this.#pooled.delete(key);
    }
  }
}
