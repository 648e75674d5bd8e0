/** The names of groups, values and policies in a channel configuration (`common/channelconfig`). */
export const GroupKey = { application: 'Application', orderer: 'Orderer', consortiums: 'Consortiums' } as const;

export const ValueKey = {
  acls: 'ACLs',
  anchorPeers: 'AnchorPeers',
  batchSize: 'BatchSize',
  batchTimeout: 'BatchTimeout',
  blockDataHashingStructure: 'BlockDataHashingStructure',
  capabilities: 'Capabilities',
  channelCreationPolicy: 'ChannelCreationPolicy',
  channelRestrictions: 'ChannelRestrictions',
  consensusType: 'ConsensusType',
  consortium: 'Consortium',
  endpoints: 'Endpoints',
  hashingAlgorithm: 'HashingAlgorithm',
  kafkaBrokers: 'KafkaBrokers',
  msp: 'MSP',
  ordererAddresses: 'OrdererAddresses',
  orderers: 'Orderers',
} as const;

export const PolicyKey = {
  admins: 'Admins',
  blockValidation: 'BlockValidation',
  endorsement: 'Endorsement',
  lifecycleEndorsement: 'LifecycleEndorsement',
  readers: 'Readers',
  writers: 'Writers',
} as const;
