import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Loaded before a program that calls `shim.start`; relative to the project. */
export const PRELOAD = '.heddle/serve-shim.cjs';

/** `start` of the shim serves if the environment names an address, and connects to the peer otherwise. */
const ADAPTER = `'use strict';

const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');

// The package manager and other programs that the start script runs load this file too, without the shim.
const load = () => {
  try {
    return createRequire(path.join(__dirname, '../package.json'))('fabric-shim');
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
};

const address = process.env.CHAINCODE_SERVER_ADDRESS;
const shim = address === undefined ? undefined : load();
if (shim !== undefined && typeof shim.server === 'function') {
  shim.start = (chaincode) =>
    shim
      .server(chaincode, {
        ccid: process.env.CHAINCODE_ID,
        address,
        'grpc.max_send_message_length': -1,
        'grpc.max_receive_message_length': -1,
        tlsProps: {
          key: fs.readFileSync(process.env.CHAINCODE_TLS_KEY),
          cert: fs.readFileSync(process.env.CHAINCODE_TLS_CERT),
        },
      })
      .start();
}
`;

const CALLS_PEER = /\b(?:shim|Shim)\.start\s*\(/;
const SERVES = /\b(?:shim|Shim)\.server\s*\(/;
const NOT_OURS = /^(node_modules|test|tests|\.[^/]*)$/;

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const texts = entries.map(async (entry): Promise<string[]> => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.test(entry.name) ? [] : sources(path);
    return entry.isFile() && /\.([cm]?js|ts)$/.test(entry.name) ? [await readFile(path, 'utf8')] : [];
  });
  return (await Promise.all(texts)).flat();
}

/** Adds the file that lets a program serve which calls `shim.start` and has no server. */
export async function adaptClient(project: string): Promise<void> {
  const texts = await sources(project);
  if (!texts.some((text) => CALLS_PEER.test(text)) || texts.some((text) => SERVES.test(text))) return;
  await mkdir(dirname(join(project, PRELOAD)), { recursive: true });
  await writeFile(join(project, PRELOAD), ADAPTER);
}
