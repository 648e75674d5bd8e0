import type { FileTree, WorkloadFile } from '@heddle/topology';
import { createHash } from 'node:crypto';
import { posix } from 'node:path';

/** Where a key of a ConfigMap or Secret appears in the pod. */
export interface KeyToPath {
  readonly key: string;
  readonly path: string;
  /** Permission bits; default: those of the volume. */
  readonly mode?: number;
}

/** Files as the data of a ConfigMap or Secret, and how to mount them. */
export interface FileObject {
  readonly data: Readonly<Record<string, string>>;
  readonly items: readonly KeyToPath[];
}

/** The files of one node, split by confidentiality. */
export interface NodeFiles {
  readonly config: FileObject;
  /** Content in base64. */
  readonly secret: FileObject;
  /** Changes when any file changes. */
  readonly hash: string;
}

const EXECUTABLE = 0o755;
const MAX_KEY = 253;

/** A path that stays within its base folder and has only one spelling. */
function cleanPath(path: string): string {
  const clean = posix.normalize(path);
  if (posix.isAbsolute(clean) || clean === '.' || clean.split('/').includes('..')) {
    throw new RangeError(`${path} leaves the node's folder`);
  }
  return clean;
}

/**
 * A key for a path: ConfigMaps and Secrets take letters, digits, dots, dashes and underscores. A path of other
 * characters, or too long, gets a hash, so that two paths never share a key.
 */
export function fileKey(path: string): string {
  const key = path.replaceAll('/', '_');
  if (/^[A-Za-z0-9-][A-Za-z0-9.-]*(\/[A-Za-z0-9.-]+)*$/.test(path) && key.length <= MAX_KEY) return key;
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 16);
  return `${key.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(-80)}-${hash}`;
}

type Entry = readonly [path: string, file: WorkloadFile];

function fileObject(entries: readonly Entry[], encode: (content: string) => string): FileObject {
  return {
    data: Object.fromEntries(entries.map(([path, { content }]) => [fileKey(path), encode(content)])),
    items: entries.map(([path, { executable = false }]) => ({
      key: fileKey(path),
      path,
      ...(executable ? { mode: EXECUTABLE } : {}),
    })),
  };
}

/** Splits files into the data of a ConfigMap and of a Secret; the same files always give the same objects. */
export function nodeFiles(files: FileTree): NodeFiles {
  const byPath = new Map(Object.entries(files).map(([path, file]) => [cleanPath(path), file]));
  const entries = [...byPath].sort(([left], [right]) => (left < right ? -1 : 1));
  const hash = createHash('sha256');
  for (const [path, { content, executable = false }] of entries) {
    hash.update(JSON.stringify([path, content, executable]));
  }
  return {
    config: fileObject(
      entries.filter(([, { secret }]) => !secret),
      (content) => content,
    ),
    secret: fileObject(
      entries.filter(([, { secret }]) => secret),
      (content) => Buffer.from(content).toString('base64'),
    ),
    hash: hash.digest('hex'),
  };
}
