import { NodeKind } from '@heddle/contracts';
import type { Workload } from '@heddle/topology';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { ifPresent } from '../file-errors';
import { writeAtomically, type NodeFolder } from './node-folder';

const Readiness = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('http'),
    port: z.string(),
    path: z.string(),
    expectStatus: z.int(),
    tlsCaFile: z.string().optional(),
  }),
  z.object({ type: z.literal('tcp'), port: z.string() }),
]);

/** `node.json`: everything that a worker needs to start and watch a node. It contains no secrets. */
export const NodeRecord = z.object({
  id: z.string(),
  chainId: z.string(),
  name: z.string(),
  kind: NodeKind,
  organization: z.string(),
  command: z.array(z.string()).min(1),
  cwd: z.string(),
  env: z.record(z.string(), z.string()),
  ports: z.record(z.string(), z.int()),
  readiness: z.array(Readiness),
  /** Empty in records of earlier releases. */
  dependsOn: z.array(z.string()).default([]),
});
export type NodeRecord = z.infer<typeof NodeRecord>;

/** A program with its arguments, its folder and the variables that it adds to the workload's environment. */
export interface ResolvedProgram {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export function recordOf(workload: Workload, program: ResolvedProgram): NodeRecord {
  const { id, chainId, name, kind, organization, ports, readiness, dependsOn } = workload;
  return {
    id,
    chainId,
    name,
    kind,
    organization,
    command: [...program.command],
    cwd: program.cwd,
    env: { ...program.env },
    ports: { ...ports },
    readiness: [...readiness],
    dependsOn: [...dependsOn],
  };
}

export async function writeRecord(folder: NodeFolder, record: NodeRecord): Promise<void> {
  await writeAtomically(folder.record, JSON.stringify(record, null, 2));
}

/** The record of a node; undefined if the node does not exist. */
export async function readRecord(folder: NodeFolder): Promise<NodeRecord | undefined> {
  const text = await ifPresent(readFile(folder.record, 'utf8'));
  return text === undefined ? undefined : NodeRecord.parse(JSON.parse(text));
}
