import { api, type BodyInputOf, type ResponseOf } from '@heddle/contracts';
import { archive } from '../demo/archive.ts';
import type { ChaincodeParams, ChannelParams } from '../demo/scenario.ts';
import { OperationError, type Session } from '../demo/session.ts';
import { collectionsBeside } from './collections.ts';
import { ExternalServer } from './external-server.ts';
import type { ChaincodeFolder } from './find-chaincodes.ts';

type Deploying = BodyInputOf<typeof api.chaincodes.deploy>;
type Accepted = ResponseOf<typeof api.chaincodes.deploy>;

interface Deployment {
  readonly chaincode: ChaincodeParams;
  readonly seconds: number;
  /** Stops the processes that were started for it. */
  readonly close: () => Promise<void>;
}

/** Deploys a folder unchanged. */
export async function deploy(
  session: Session,
  channel: ChannelParams,
  chaincode: ChaincodeFolder,
): Promise<Deployment> {
  const collections = collectionsBeside(chaincode.folder);
  const began = performance.now();
  const server = chaincode.external ? new ExternalServer() : undefined;
  try {
    const origin =
      server === undefined ? await sourceOrigin(session, chaincode) : await externalOrigin(server, chaincode);
    const body = { name: chaincode.name, version: '1.0', origin, collections };
    const params = await sent(session, channel, { body, server });
    const close = async () => server?.stop();
    return { chaincode: params, seconds: (performance.now() - began) / 1000, close };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

async function sourceOrigin(session: Session, { folder, name }: ChaincodeFolder) {
  const file = { name: `${name}.tar.gz`, content: await archive(folder) };
  const { id: sourceId } = await session.client.ask(api.chaincodes.upload, { file });
  return { type: 'source', sourceId } as const;
}

async function externalOrigin(server: ExternalServer, { folder }: ChaincodeFolder) {
  await server.build(folder);
  return { type: 'external', address: server.address, rootCertificate: null } as const;
}

async function sent(
  session: Session,
  channel: ChannelParams,
  { body, server }: { body: Deploying; server: ExternalServer | undefined },
): Promise<ChaincodeParams> {
  const request = () => session.client.ask(api.chaincodes.deploy, { params: channel, body });
  const { id: chaincodeId } =
    server === undefined
      ? await session.operation(`Deploy ${body.name}`, request)
      : await sentExternal(session, channel, { name: body.name, server, accepted: await request() });
  return { ...channel, chaincodeId };
}

interface ExternalDeployment {
  readonly name: string;
  readonly server: ExternalServer;
  readonly accepted: Accepted;
}

/**
 * An external server needs the package id, which is known only after packaging. The deployment fails while the server
 * does not run; its owner then starts it and retries.
 */
async function sentExternal(
  session: Session,
  channel: ChannelParams,
  { name, server, accepted: { resource, operation } }: ExternalDeployment,
): Promise<Accepted['resource']> {
  let ended = await session.follow(operation);
  if (ended.state === 'failed') {
    const params = { ...channel, chaincodeId: resource.id };
    const { definition } = await session.client.ask(api.chaincodes.get, { params });
    const [packageId] = Object.values(definition.packageIds);
    if (packageId !== undefined) {
      await server.start(packageId);
      const retry = await session.client.ask(api.operations.retry, { params: { operationId: operation.id } });
      ended = await session.follow(retry);
    }
  }
  if (ended.state === 'succeeded') return resource;
  throw new OperationError(`Deploy ${name}`, ended);
}
