import { setTimeout as delay } from 'node:timers/promises';
import { archive } from '../demo/archive.mjs';
import { collectionsBeside } from './collections.mjs';
import { ExternalServer } from './external-server.mjs';

/**
 * @typedef {import('../demo/session.mjs').Session} Session
 * @typedef {import('./find-chaincodes.mjs').ChaincodeFolder} ChaincodeFolder
 *
 * @typedef {object} Deployment
 * @property {string} path path of the chaincode below /api/v1
 * @property {number} seconds
 * @property {() => Promise<void>} close stops the processes that were started for it
 */

const POLL_MS = 200;

/**
 * Deploys a folder unchanged.
 * @param {Session} session
 * @param {string} channelPath
 * @param {ChaincodeFolder} chaincode
 * @returns {Promise<Deployment>}
 */
export async function deploy(session, channelPath, chaincode) {
  const collections = collectionsBeside(chaincode.folder);
  const began = performance.now();
  const server = chaincode.external ? new ExternalServer() : undefined;
  try {
    const origin =
      server === undefined ? await sourceOrigin(session, chaincode) : await externalOrigin(server, chaincode);
    const body = { name: chaincode.name, version: '1.0', origin, collections };
    const path = await sent(session, channelPath, { body, server });
    const close = async () => server?.stop();
    return { path, seconds: (performance.now() - began) / 1000, close };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

/**
 * @param {Session} session
 * @param {ChaincodeFolder} chaincode
 */
async function sourceOrigin(session, { folder, name }) {
  const source = await session.rest.upload(`${name}.tar.gz`, await archive(folder));
  return { type: 'source', sourceId: source.id };
}

/**
 * @param {ExternalServer} server
 * @param {ChaincodeFolder} chaincode
 */
async function externalOrigin(server, { folder }) {
  await server.build(folder);
  return { type: 'external', address: server.address, rootCertificate: null };
}

/**
 * @param {Session} session
 * @param {string} channelPath
 * @param {{ body: { name: string }, server: ExternalServer | undefined }} deployment
 */
async function sent(session, channelPath, { body, server }) {
  const chaincodes = `${channelPath}/chaincodes`;
  const request = () => session.rest.post(chaincodes, body);
  const { id } =
    server === undefined
      ? await session.operation(`Deploy ${body.name}`, request)
      : await sentExternal(session, chaincodes, { name: body.name, server, request });
  return `${chaincodes}/${id}`;
}

/**
 * An external server needs the package id, which is known only after packaging. The deployment fails while the server
 * does not run; its owner then starts it and retries.
 * @param {Session} session
 * @param {string} chaincodes
 * @param {{ name: string, server: ExternalServer, request: () => Promise<any> }} deployment
 */
async function sentExternal(session, chaincodes, { name, server, request }) {
  const { resource, operation } = await request();
  const path = `/operations/${operation.id}`;
  if ((await ended(session, path)) === 'failed') {
    const { definition } = await session.rest.get(`${chaincodes}/${resource.id}`);
    const [packageId] = Object.values(definition.packageIds);
    if (packageId !== undefined) {
      await server.start(packageId);
      await session.rest.post(`${path}/retry`);
    }
  }
  if ((await ended(session, path)) === 'succeeded') return resource;
  throw await session.failure(`Deploy ${name}`, operation.id);
}

/**
 * @param {Session} session
 * @param {string} path of the operation
 * @returns {Promise<string>} its last state
 */
async function ended(session, path) {
  for (;;) {
    const { state, finishedAt } = await session.rest.get(path);
    if (finishedAt !== null && ['succeeded', 'failed', 'cancelled'].includes(state)) return state;
    await delay(POLL_MS);
  }
}
