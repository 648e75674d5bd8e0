/** One policy, in the terms of configtx.yaml: `{ type: 'ImplicitMeta', rule: 'MAJORITY Admins' }`. */
export interface PolicyDefinition {
  readonly type: 'Signature' | 'ImplicitMeta';
  /** Policy language for `Signature`, `ANY|ALL|MAJORITY <name>` for `ImplicitMeta`. */
  readonly rule: string;
}

/** Policies by name (`Readers`, `Writers`, `Admins`, ...). Where given, they replace the defaults of the same name. */
export type PolicyDefinitions = Readonly<Record<string, PolicyDefinition>>;

/** Certificates in PEM, as text or as the bytes of a file. Bytes are copied unchanged. */
export type Pem = string | Uint8Array;

/** The organizational units that identify client, peer, admin and orderer certificates (`NodeOUs` in config.yaml). */
export interface NodeOusDefinition {
  readonly clientOu?: string;
  readonly peerOu?: string;
  readonly adminOu?: string;
  readonly ordererOu?: string;
  /** The CA certificate that must have issued them; the first root certificate unless given, none when `null`. */
  readonly certificate?: Pem | null;
}

/** The public half of an MSP, as `msp.FabricMSPConfig` carries it. */
export interface MspMaterial {
  readonly rootCerts: readonly Pem[];
  readonly intermediateCerts?: readonly Pem[];
  readonly tlsRootCerts: readonly Pem[];
  readonly tlsIntermediateCerts?: readonly Pem[];
  /** Administrators by certificate; not needed with NodeOUs. */
  readonly admins?: readonly Pem[];
  /** Certificate revocation lists. */
  readonly revocationList?: readonly Pem[];
  /** NodeOUs with the usual names unless given; `null` switches them off. */
  readonly nodeOus?: NodeOusDefinition | null;
}

export interface OrganizationDefinition {
  /** The group's name in the configuration. */
  readonly name: string;
  readonly mspId: string;
  readonly msp: MspMaterial;
  readonly policies?: PolicyDefinitions;
}

/** Host and port of a node as its clients reach it. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export interface OrdererOrganizationDefinition extends OrganizationDefinition {
  /** `host:port` of each orderer of the organization, for peers and clients. */
  readonly ordererEndpoints?: readonly string[];
}

export interface ApplicationOrganizationDefinition extends OrganizationDefinition {
  readonly anchorPeers?: readonly HostPort[];
}

/** One member of the raft cluster: its address for the others and the TLS certificates it presents. */
export interface ConsenterDefinition extends HostPort {
  readonly clientTlsCert: Pem;
  readonly serverTlsCert: Pem;
}

/** `etcdraft.Options`. */
export interface RaftOptions {
  /** Go duration, `500ms`. */
  readonly tickInterval: string;
  /** Ticks without a heartbeat until an election. */
  readonly electionTick: number;
  /** Ticks between heartbeats. */
  readonly heartbeatTick: number;
  readonly maxInflightBlocks: number;
  /** Bytes of log after which a snapshot is taken. */
  readonly snapshotIntervalSize: number;
}

/** When a block is cut. */
export interface BatchSettings {
  /** Go duration, `2s`: how long the first transaction of a block waits for others. */
  readonly timeout: string;
  readonly maxMessageCount: number;
  /** Bytes that no block may exceed. */
  readonly absoluteMaxBytes: number;
  /** Bytes at which a block is cut early. */
  readonly preferredMaxBytes: number;
}

interface OrdererSection {
  readonly batch?: Partial<BatchSettings>;
  readonly organizations: readonly OrdererOrganizationDefinition[];
  readonly policies?: PolicyDefinitions;
}

export interface EtcdRaftOrdererDefinition extends OrdererSection {
  readonly type: 'etcdraft';
  readonly consenters: readonly ConsenterDefinition[];
  readonly options?: Partial<RaftOptions>;
}

/** The ordering service, by consensus type. `BFT` (Fabric 3) becomes another member of this union. */
export type OrdererDefinition = EtcdRaftOrdererDefinition;

export interface ApplicationDefinition {
  readonly organizations: readonly ApplicationOrganizationDefinition[];
  readonly policies?: PolicyDefinitions;
  /** Policy references by resource, `{'peer/Propose': '/Channel/Application/Writers'}`; default: those of Fabric. */
  readonly acls?: Readonly<Record<string, string>>;
}

export interface CapabilityLevels {
  readonly channel?: string;
  readonly orderer?: string;
  readonly application?: string;
}

/** Everything that an application channel starts from: plain data, no files, no clock. */
export interface ChannelDefinition {
  readonly name: string;
  readonly capabilities?: CapabilityLevels;
  readonly orderer: OrdererDefinition;
  readonly application: ApplicationDefinition;
  readonly policies?: PolicyDefinitions;
}
