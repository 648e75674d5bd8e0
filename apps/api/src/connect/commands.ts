import type { CommandGroup, NodeAccess } from '@heddle/contracts';
import { command } from './shell';

/** A peer that a shell in the archive's folder sends proposals to. */
export interface Endorser {
  readonly address: string;
  /** Path of the TLS CA that verifies its certificate. */
  readonly tlsCa: string;
}

/** A channel with its committed chaincodes, and a peer of each organization on it. */
export interface ChannelUse {
  readonly name: string;
  readonly chaincodes: readonly string[];
  readonly endorsers: readonly Endorser[];
}

/** The orderer that the commands use, as variables of `fabric.env`. */
const ORDERER = [
  '-o "$ORDERER_ADDRESS"',
  '--ordererTLSHostnameOverride "$ORDERER_TLS_NAME"',
  '--tls --cafile "$ORDERER_CA"',
];

const METADATA = `'{"Args":["org.hyperledger.fabric:GetMetadata"]}'`;

/** Commands for an administrator of a peer organization: `peer`, `discover`, `configtxlator`. */
export function peerCommands(channels: readonly ChannelUse[]): CommandGroup[] {
  return [
    { topic: 'peer', text: 'peer channel list\npeer lifecycle chaincode queryinstalled' },
    ...channels.flatMap(ofChannel),
  ];
}

function ofChannel({ name, chaincodes, endorsers }: ChannelUse): CommandGroup[] {
  return [
    {
      topic: 'channel',
      text: [
        `peer channel getinfo -c ${name}`,
        `peer lifecycle chaincode querycommitted -C ${name}`,
        command(`peer channel fetch config ${name}.block -c ${name}`, ...ORDERER),
      ].join('\n'),
    },
    ...chaincodes.map((chaincode): CommandGroup => ({
      topic: 'chaincode',
      text: ofChaincode({ name, endorsers }, chaincode),
    })),
    { topic: 'discover', text: discover(name, chaincodes) },
    {
      topic: 'configtxlator',
      text: `configtxlator proto_decode --type common.Block --input ${name}.block --output ${name}.json`,
    },
  ];
}

function ofChaincode({ name, endorsers }: Omit<ChannelUse, 'chaincodes'>, chaincode: string): string {
  const called = `-C ${name} -n ${chaincode} -c ${METADATA}`;
  const peers = endorsers.map(({ address, tlsCa }) => `--peerAddresses ${address} --tlsRootCertFiles "${tlsCa}"`);
  return [
    `peer chaincode query ${called}`,
    command(`peer chaincode invoke ${called}`, ...ORDERER, ...peers, '--waitForEvent'),
  ].join('\n');
}

function discover(channel: string, chaincodes: readonly string[]): string {
  const identity = [
    '--MSP "$CORE_PEER_LOCALMSPID"',
    '--peerTLSCA "$CORE_PEER_TLS_ROOTCERT_FILE"',
    '--userCert "$ADMIN_CERT"',
    '--userKey "$ADMIN_KEY"',
  ];
  const asked = `--channel ${channel} --server "$CORE_PEER_ADDRESS"`;
  const queries = ['peers', 'config', ...chaincodes.map((chaincode) => `endorsers --chaincode ${chaincode}`)];
  return queries.map((query) => command('discover', ...identity, `${query} ${asked}`)).join('\n');
}

/** Commands for an administrator of the ordering service: `osnadmin` with the admin listener of each orderer. */
export function ordererCommands(
  orderers: readonly NodeAccess[],
  channels: readonly { readonly name: string }[],
): CommandGroup[] {
  const tls = [
    '--ca-file "$OSN_TLS_CA_ROOT_CERT"',
    '--client-cert "$ADMIN_TLS_SIGN_CERT"',
    '--client-key "$ADMIN_TLS_PRIVATE_KEY"',
  ];
  const asked = ['', ...channels.map(({ name }) => ` --channelID ${name}`)];
  return orderers.map(({ address }) => ({
    topic: 'osnadmin',
    text: asked.map((channel) => command(`osnadmin channel list -o ${address}${channel}`, ...tls)).join('\n'),
  }));
}
