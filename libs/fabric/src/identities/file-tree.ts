/** One file to be written: its text, and whether only its owner may read it (mode 0600, a Secret on Kubernetes). */
export interface TreeFile {
  readonly content: string;
  readonly secret: boolean;
}

/** Files by their path relative to a folder, with `/` between the parts. */
export type FileTree = Readonly<Record<string, TreeFile>>;

/** The same files inside a folder: `inFolder('msp', files)` turns `config.yaml` into `msp/config.yaml`. */
export function inFolder(folder: string, files: FileTree): FileTree {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [`${folder}/${path}`, file]));
}

export function publicFile(content: string): TreeFile {
  return { content, secret: false };
}

export function secretFile(content: string): TreeFile {
  return { content, secret: true };
}
