import { z } from 'zod';
import { ChainName, ClusterName, DomainName, MspId, OrganizationName } from './names';
import { capabilitiesOf, Runtime } from './runtimes';

const milliseconds = (min: number, max: number) =>
  z
    .int()
    .min(min, `must be at least ${String(min)} ms`)
    .max(max, `must be at most ${String(max)} ms`);

/** Raft timing; the defaults are explained in docs/adr. All times in milliseconds. */
export const RaftOptions = z
  .strictObject({
    tickInterval: milliseconds(50, 10_000).default(300),
    electionTick: z.int().min(2).max(100).default(5),
    heartbeatTick: z.int().min(1).max(50).default(1),
    maxInflightBlocks: z.int().min(1).max(100).default(5),
    /** Bytes of ledger between two snapshots. */
    snapshotIntervalSize: z.int().min(1_048_576).max(1_073_741_824).default(20_971_520),
  })
  // Fabric's `orderer/consensus/etcdraft`: a follower would start an election before it could hear from its leader.
  .refine((raft) => raft.electionTick > raft.heartbeatTick, {
    path: ['electionTick'],
    message: 'must be greater than heartbeatTick',
  });
export type RaftOptions = z.infer<typeof RaftOptions>;

/** When the ordering service cuts a block. Sizes in bytes, time in milliseconds. */
export const BatchOptions = z
  .strictObject({
    timeout: milliseconds(10, 60_000).default(100),
    maxMessageCount: z.int().min(1).max(10_000).default(500),
    // The channel's configuration is one message, and the largest possible one needs this size.
    absoluteMaxBytes: z
      .int()
      .min(262_144, 'must be at least 262144, or no block holds the channel’s configuration')
      .max(103_809_024)
      .default(10_485_760),
    preferredMaxBytes: z.int().min(1_024).max(103_809_024).default(2_097_152),
  })
  .refine((batch) => batch.preferredMaxBytes <= batch.absoluteMaxBytes, {
    path: ['preferredMaxBytes'],
    message: 'must not exceed absoluteMaxBytes',
  });
export type BatchOptions = z.infer<typeof BatchOptions>;

const raftDefaults = RaftOptions.parse({});
const batchDefaults = BatchOptions.parse({});

export const OrderingSpec = z.strictObject({
  type: z.literal('etcdraft').default('etcdraft'),
  orderers: z.int().min(1, 'at least one orderer is needed').max(15, 'at most 15 orderers').default(3),
  organization: z
    .strictObject({
      name: OrganizationName.default('orderer'),
      mspId: MspId.optional(),
      domain: DomainName.optional(),
    })
    .default({ name: 'orderer' }),
  raft: RaftOptions.default(raftDefaults),
  batch: BatchOptions.default(batchDefaults),
});
export type OrderingSpec = z.infer<typeof OrderingSpec>;

/** A peer organization; MSP id and domain are derived from its name by default. */
export const OrganizationSpec = z.strictObject({
  name: OrganizationName,
  mspId: MspId.optional(),
  domain: DomainName.optional(),
  peers: z.int().min(1, 'at least one peer is needed').max(10, 'at most 10 peers').default(2),
});
export type OrganizationSpec = z.infer<typeof OrganizationSpec>;

/** Lifetime of certificates in days. A node's certificate never outlives its CA. */
export const CertificateSpec = z
  .strictObject({
    caDays: z.int().min(1).max(7_300).default(3_650),
    nodeDays: z.int().min(1).max(7_300).default(1_095),
  })
  .refine((days) => days.nodeDays <= days.caDays, { path: ['nodeDays'], message: 'must not exceed caDays' });

const certificateDefaults = CertificateSpec.parse({});

/** Default MSP id of an organization: `org1` -> `Org1MSP`, `big-bank` -> `BigBankMSP`. */
export function defaultMspId(organizationName: string): string {
  const words = organizationName.split('-').filter((word) => word !== '');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}MSP`;
}

/** Default domain of an organization; `.internal` is reserved for private use. */
export function defaultDomain(organizationName: string, chainName: string): string {
  return `${organizationName}.${chainName}.internal`;
}

function duplicates(values: readonly string[]): number[] {
  return values.flatMap((value, index) => (values.indexOf(value) < index ? [index] : []));
}

/** The description of a chain. The defaults are fit for production. */
export const ChainSpec = z
  .strictObject({
    name: ChainName,
    description: z.string().max(500).default(''),
    runtime: Runtime.default('local'),
    /** Name of the registered cluster that the chain runs on; required by runtimes of clusters, rejected by others. */
    cluster: ClusterName.optional(),
    ordering: OrderingSpec.default(OrderingSpec.parse({})),
    organizations: z
      .array(OrganizationSpec)
      .min(1, 'at least one peer organization is needed')
      .max(20, 'at most 20 peer organizations'),
    certificates: CertificateSpec.default(certificateDefaults),
  })
  .superRefine((spec, context) => {
    const { cluster: needsCluster } = capabilitiesOf(spec);
    if (needsCluster !== (spec.cluster !== undefined)) {
      const message = `the ${spec.runtime} runtime ${needsCluster ? 'needs one' : 'has none'}`;
      context.addIssue({ code: 'custom', path: ['cluster'], message });
    }
    const ordererOrganization = spec.ordering.organization;
    const all = [ordererOrganization, ...spec.organizations];
    const keys = {
      name: all.map((organization) => organization.name),
      mspId: all.map((organization) => (organization.mspId ?? defaultMspId(organization.name)).toLowerCase()),
      domain: all.map((organization) => organization.domain ?? defaultDomain(organization.name, spec.name)),
    };
    for (const [field, values] of Object.entries(keys)) {
      for (const index of duplicates(values)) {
        context.addIssue({
          code: 'custom',
          path: ['organizations', index - 1, field],
          message: `another organization has the same ${field} (${values[index] ?? ''})`,
        });
      }
    }
  });
export type ChainSpec = z.infer<typeof ChainSpec>;
export type ChainSpecInput = z.input<typeof ChainSpec>;
