import { z } from 'zod';

/** A DNS label (RFC 1123) that starts with a letter. It becomes part of host names, folders and Kubernetes names. */
const dnsLabel = (what: string, max: number) =>
  z
    .string()
    .min(1, `${what} must not be empty`)
    .max(max, `${what} must have at most ${String(max)} characters`)
    .regex(
      /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
      `${what} must start with a letter and hold only lower-case letters, digits and inner hyphens`,
    );

export const ChainName = dnsLabel('Chain name', 40);
export const ClusterName = dnsLabel('Cluster name', 40);
export const OrganizationName = dnsLabel('Organization name', 30);

/** An MSP id that Fabric accepts and policies can name. */
export const MspId = z
  .string()
  .max(63, 'MSP id must have at most 63 characters')
  .regex(/^[A-Za-z][A-Za-z0-9.-]*$/, 'MSP id must start with a letter and hold only letters, digits, dots and hyphens');

/** Fully qualified domain of an organization; the host names of its nodes end with it. */
export const DomainName = z
  .string()
  .max(180, 'Domain must have at most 180 characters')
  .regex(
    /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\.)*[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'Domain must be a DNS name in lower case',
  );

/** Fabric `common/configtx/validator.go`: lower case, at most 249 characters, dots and hyphens after the first letter. */
export const ChannelName = z
  .string()
  .min(1, 'Channel name must not be empty')
  .max(249, 'Channel name must have at most 249 characters')
  .regex(
    /^[a-z][a-z0-9.-]*$/,
    'Channel name must start with a lower-case letter and hold only lower-case letters, digits, dots and hyphens',
  );

/** Names of Fabric's system chaincodes and plugins, which a chaincode cannot have. */
export const SYSTEM_CHAINCODES = ['_lifecycle', 'cscc', 'escc', 'lscc', 'qscc', 'vscc'];

/** Fabric `core/chaincode/lifecycle/scc.go`. */
export const ChaincodeName = z
  .string()
  .min(1, 'Chaincode name must not be empty')
  .max(64, 'Chaincode name must have at most 64 characters')
  .refine(
    (name) => !SYSTEM_CHAINCODES.includes(name),
    `This name belongs to Fabric itself, as do all of ${SYSTEM_CHAINCODES.join(', ')}: choose another one`,
  )
  .regex(
    /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/,
    'Chaincode name must hold only letters and digits, joined by single hyphens or underscores',
  );

/**
 * Fabric `core/chaincode/lifecycle/scc.go`. Names that start with an underscore are reserved for implicit collections.
 */
export const CollectionName = z
  .string()
  .min(1, 'Collection name must not be empty')
  .regex(
    /^[A-Za-z0-9-][A-Za-z0-9_-]*$/,
    'Collection name must hold only letters, digits, hyphens and underscores, and must not begin with an underscore',
  );

/** Fabric `core/chaincode/lifecycle/scc.go`. */
export const ChaincodeVersion = z
  .string()
  .min(1, 'Version must not be empty')
  .max(64, 'Version must have at most 64 characters')
  .regex(/^[A-Za-z0-9_.+-]+$/, 'Version must hold only letters, digits, dots, hyphens, underscores and plus signs');
