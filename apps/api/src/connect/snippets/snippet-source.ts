import type { SnippetLanguage } from '@heddle/contracts';

/** An application of the archive: it reads all that differs from chain to chain from the environment. */
export interface SnippetSource {
  readonly language: SnippetLanguage;
  /** The file to read first. */
  readonly path: string;
  readonly files: Readonly<Record<string, string>>;
  readonly run: string;
}
