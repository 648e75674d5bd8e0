import type { SnippetLanguage } from '@heddle/contracts';

/** An application in the archive. It reads everything that depends on the chain from the environment. */
export interface SnippetSource {
  readonly language: SnippetLanguage;
  /** The file to read first. */
  readonly path: string;
  readonly files: Readonly<Record<string, string>>;
  readonly run: string;
}
