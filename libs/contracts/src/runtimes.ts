import { z } from 'zod';

/** Where nodes can run. */
export const RUNTIMES = ['local', 'kubernetes'] as const;
export const Runtime = z.enum(RUNTIMES);
export type Runtime = z.infer<typeof Runtime>;

/** What a runtime can do. Code asks for a capability and never compares the name of a runtime. */
export interface RuntimeCapabilities {
  /** Its chains run on a registered cluster, which the request names. */
  readonly cluster: boolean;
  /** Nodes have CPU and memory of their own, which can be changed. */
  readonly resize: boolean;
  /** Chaincode can be served by a container image. */
  readonly images: boolean;
  /** Ledgers can outlive the release of their chain. */
  readonly keepLedgers: boolean;
  /** The platform below the nodes reports events about them. */
  readonly platformEvents: boolean;
  /** Nodes reach the same addresses as Heddle. Otherwise they may reach servers that Heddle cannot reach. */
  readonly sharesNetwork: boolean;
  /** What isolates chaincode: the platform always does, or Heddle's own sandbox, which a setting can turn off. */
  readonly isolation: 'platform' | 'sandbox';
  /** How a user's machine and Prometheus reach nodes: at ports of the host, or in their pods. */
  readonly nodeAccess: 'host_ports' | 'pods';
}

/** The capabilities of every runtime. */
export const RUNTIME_CAPABILITIES: Readonly<Record<Runtime, RuntimeCapabilities>> = {
  local: {
    cluster: false,
    resize: false,
    images: false,
    keepLedgers: false,
    platformEvents: false,
    sharesNetwork: true,
    isolation: 'sandbox',
    nodeAccess: 'host_ports',
  },
  kubernetes: {
    cluster: true,
    resize: true,
    images: true,
    keepLedgers: true,
    platformEvents: true,
    sharesNetwork: false,
    isolation: 'platform',
    nodeAccess: 'pods',
  },
};

/** The capabilities of the runtime that a chain runs on. */
export function capabilitiesOf({ runtime }: { readonly runtime: Runtime }): RuntimeCapabilities {
  return RUNTIME_CAPABILITIES[runtime];
}
