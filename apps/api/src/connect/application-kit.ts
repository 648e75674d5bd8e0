import type { ConnectGuide, Snippet } from '@heddle/contracts';
import { publicFile, secretFile, walletFile, type FileTree, type KeyPair } from '@heddle/fabric';
import { connectionProfileYaml, type PlannedOrganization } from '@heddle/topology';
import { applicationReadme } from './application-readme';
import { firstOf, peersOf, type ChainAccess, type ReachedNode } from './chain-access';
import { nodeTlsCa, organizationFiles, organizationFolder, userFiles, userFolder } from './crypto-folders';
import { fileName } from './download';
import { listed, type Kit } from './kit';
import { profileOf } from './profile-of';
import { exported, inArchive } from './shell';
import { goSnippet } from './snippets/go';
import { javaSnippet } from './snippets/java';
import { nodeSnippet } from './snippets/node';

export interface ApplicationOptions {
  readonly access: ChainAccess;
  readonly organization: PlannedOrganization;
  readonly channel: string;
  /** The chaincode that the applications call. */
  readonly chaincode: string;
  readonly identity: { readonly name: string; readonly keys: KeyPair };
}

const SNIPPETS = [nodeSnippet, goSnippet, javaSnippet];

/** Everything that an application needs to connect to a channel with one identity. */
export function applicationKit(options: ApplicationOptions): Kit<ConnectGuide> {
  const { access, organization, channel, identity } = options;
  const peers = peersOf(access, organization);
  const environment = environmentOf(options, firstOf(peers, access));
  const snippets = SNIPPETS.map(({ language, path, files, run }): Snippet => {
    return { language, path, text: files[path] ?? '', run };
  });
  const base = {
    folder: [access.chain.name, channel, organization.name, fileName(identity.name)].join('-'),
    mspId: organization.mspId,
    peers: peers.map((peer) => peer.access('grpc')),
    environment,
    snippets,
  };
  const files: FileTree = {
    'README.md': publicFile(applicationReadme(base, { chain: access.chain.name, channel, identity: identity.name })),
    'application.env': publicFile(exported(environment)),
    ...profileFiles(access, organization),
    [`wallet/${fileName(identity.name)}.id`]: secretFile(
      walletFile({ mspId: organization.mspId, identity: identity.keys }),
    ),
    ...Object.fromEntries(
      SNIPPETS.flatMap((snippet) => Object.entries(snippet.files)).map(([path, text]) => [path, publicFile(text)]),
    ),
    ...organizationFiles(access, organization),
    ...userFiles(access, organization, { identity: identity.keys }),
  };
  return { guide: { ...base, files: listed(files) }, files };
}

/** The connection profile in JSON and YAML, named as in Fabric's test network. */
export function profileFiles(access: ChainAccess, organization: PlannedOrganization): FileTree {
  const profile = profileOf(access, organization);
  const path = `${organizationFolder(organization)}/connection-${organization.name}`;
  return {
    [`${path}.json`]: publicFile(`${JSON.stringify(profile, undefined, 2)}\n`),
    [`${path}.yaml`]: publicFile(connectionProfileYaml(profile)),
  };
}

/** The variables that the snippets and Fabric's sample applications read. */
function environmentOf(options: ApplicationOptions, peer: ReachedNode): Record<string, string> {
  const { organization, channel, chaincode, identity } = options;
  const user = userFolder(organization, identity.keys.certificate);
  const { address, tlsName } = peer.access('grpc');
  return {
    CHANNEL_NAME: channel,
    CHAINCODE_NAME: chaincode,
    MSP_ID: organization.mspId,
    CRYPTO_PATH: inArchive(organizationFolder(organization)),
    KEY_DIRECTORY_PATH: inArchive(`${user}/msp/keystore`),
    CERT_DIRECTORY_PATH: inArchive(`${user}/msp/signcerts`),
    TLS_CERT_PATH: inArchive(nodeTlsCa(organization, peer)),
    PEER_ENDPOINT: address,
    PEER_HOST_ALIAS: tlsName,
  };
}
