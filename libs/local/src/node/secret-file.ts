import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { ifPresent } from '../file-errors';
import { writeAtomically, type NodeFolder } from './node-folder';

const Secrets = z.record(z.string(), z.string());

/** Secret variables of a node by name, with their text. */
export type Secrets = Readonly<z.infer<typeof Secrets>>;

const OWNER_ONLY = 0o600;

/** Keeps the secret variables of a node for its next starts, in a file that only its owner can read. */
export async function writeSecrets({ secrets: path }: NodeFolder, secrets: Secrets): Promise<void> {
  if (Object.keys(secrets).length === 0) await rm(path, { force: true });
  else await writeAtomically(path, JSON.stringify(secrets), OWNER_ONLY);
}

/** The secret variables of a node. */
export async function readSecrets({ secrets: path }: NodeFolder): Promise<Secrets> {
  const text = await ifPresent(readFile(path, 'utf8'));
  return text === undefined ? {} : Secrets.parse(JSON.parse(text));
}
