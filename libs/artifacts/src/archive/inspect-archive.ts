import { defaultProject, type Language } from '@heddle/contracts';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ArchiveFormat } from './archive-format';
import { detectProjects, type DetectedProjects } from './detect-projects';
import { drain } from './drain';
import { readArchive, type ReadArchiveOptions } from './read-archive';

/** The result of reading an uploaded source once, without writing anything. */
export interface ArchiveInspection {
  /** At least one; those nearest to the top first. */
  readonly projects: DetectedProjects;
  /** Of the default project, or of the first. */
  readonly language: Language;
  readonly format: ArchiveFormat;
  /** Paths of the files, in the order of the archive. */
  readonly paths: readonly string[];
  /** Unpacked size in bytes. */
  readonly totalBytes: number;
  /** Packed size in bytes. */
  readonly size: number;
  /** SHA-256 of the file as uploaded, in hex: its content address. */
  readonly sha256: string;
}

/** SHA-256 of a file, in hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(path) as AsyncIterable<Buffer>) hash.update(part);
  return hash.digest('hex');
}

/**
 * Reads an uploaded chaincode source to its end and describes it, so that bad input is rejected before anything
 * is written.
 *
 * @throws UnsupportedArchiveError
 */
export async function inspectArchive(path: string, options: ReadArchiveOptions): Promise<ArchiveInspection> {
  const paths: string[] = [];
  const { format, totalBytes } = await readArchive(path, options, async (entry, content) => {
    if (entry.type === 'directory') return;
    await drain(content);
    paths.push(entry.path);
  });
  const [{ size }, sha256] = await Promise.all([stat(path), hashFile(path)]);
  const projects = detectProjects(paths);
  const { language } = defaultProject(projects) ?? projects[0];
  return { projects, language, format, paths, totalBytes, size, sha256 };
}
