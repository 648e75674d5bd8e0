import type { KitFile } from '@heddle/contracts';
import type { FileTree, KeyPair } from '@heddle/fabric';

/** An archive before it is packed. */
export interface Kit<Guide> {
  readonly guide: Guide;
  readonly files: FileTree;
}

/** What may be shown of an archive's files. */
export function listed(files: FileTree): KitFile[] {
  return Object.entries(files).map(([path, { secret }]) => ({ path, secret }));
}

/** Stands for a private key where a guide is asked for: names of files follow from certificates. */
export const withoutKey = ({ certificate }: Pick<KeyPair, 'certificate'>): KeyPair => ({ certificate, privateKey: '' });
