import { setTimeout as delay } from 'node:timers/promises';
import { archive } from '../demo/archive.mjs';
import { collectionsBeside } from './collections.mjs';
import { ExternalServer } from './external-server.mjs';

/**
 * @typedef {import('../demo/session.mjs').Session} Session
 * @typedef {import('./find-chaincodes.mjs').ChaincodeFolder} ChaincodeFolder
 *
 * @typedef {object} Deployment
 * @property {string} path of the chaincode below /api/v1
 * @property {number} seconds
 * @property {() => Promise<void>} close ends what was started for it here
 */

const PACKAGE_ID_MS = 200;

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
 * An external server needs the package id, which is known once the package was made; its owner starts it then.
 * @param {Session} session
 * @param {string} channelPath
 * @param {{ body: { name: string }, server: ExternalServer | undefined }} deployment
 */
async function sent(session, channelPath, { body, server }) {
  const chaincodes = `${channelPath}/chaincodes`;
  const over = new AbortController();
  /** @type {Promise<void> | undefined} */
  let started;
  const chaincode = await session
    .operation(`Deploy ${body.name}`, async () => {
      const accepted = await session.rest.post(chaincodes, body);
      const path = `${chaincodes}/${accepted.resource.id}`;
      if (server !== undefined) started = startWhenPackaged(session, path, { server, signal: over.signal });
      return accepted;
    })
    .finally(() => over.abort());
  await started;
  return `${chaincodes}/${chaincode.id}`;
}

/**
 * @param {Session} session
 * @param {string} path
 * @param {{ server: ExternalServer, signal: AbortSignal }} options
 */
async function startWhenPackaged(session, path, { server, signal }) {
  while (!signal.aborted) {
    const { definition } = await session.rest.get(path);
    const [packageId] = Object.values(definition.packageIds);
    if (packageId !== undefined) return server.start(packageId);
    await delay(PACKAGE_ID_MS);
  }
}
