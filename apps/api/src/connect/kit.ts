import type { KitFile } from '@heddle/contracts';
import type { FileTree, KeyPair } from '@heddle/fabric';

/** An archive before it is packed. */
export interface Kit<Guide> {
  readonly guide: Guide;
  readonly files: FileTree;
}

/** The public description of an archive's files. */
export function listed(files: FileTree): KitFile[] {
  return Object.entries(files).map(([path, { secret }]) => ({ path, secret }));
}

/** Replaces a private key in a guide: names of files follow from certificates. */
export const withoutKey = ({ certificate }: Pick<KeyPair, 'certificate'>): KeyPair => ({ certificate, privateKey: '' });
