import { z } from 'zod';

/** Where one listener of a node is reached from the user's machine. */
export const NodeAccess = z.strictObject({
  node: z.string(),
  /** `host:port`. */
  address: z.string(),
  /** The name that its TLS certificate answers to. */
  tlsName: z.string(),
  /** What has to run on the user's machine while the address is used; null where nothing has to. */
  forward: z.string().nullable(),
});
export type NodeAccess = z.infer<typeof NodeAccess>;

/** One file of an archive; the content of secret ones is in the archive alone. */
export const KitFile = z.strictObject({ path: z.string(), secret: z.boolean() });
export type KitFile = z.infer<typeof KitFile>;

export const SNIPPET_LANGUAGES = ['node', 'go', 'java'] as const;
export const SnippetLanguage = z.enum(SNIPPET_LANGUAGES);
export type SnippetLanguage = z.infer<typeof SnippetLanguage>;

/** A small application in the archive. */
export const Snippet = z.strictObject({
  language: SnippetLanguage,
  path: z.string(),
  text: z.string(),
  /** What starts it, from the folder of the archive. */
  run: z.string(),
});
export type Snippet = z.infer<typeof Snippet>;

/** How an application connects to a channel with one identity. */
export const ConnectGuide = z.strictObject({
  /** Name of the archive's folder. */
  folder: z.string(),
  mspId: z.string(),
  /** The peer that the snippets use comes first. */
  peers: z.array(NodeAccess),
  /** As in the archive's file `application.env`. */
  environment: z.record(z.string(), z.string()),
  snippets: z.array(Snippet),
  files: z.array(KitFile),
});
export type ConnectGuide = z.infer<typeof ConnectGuide>;

/** Lines to copy into a shell, and what they are for. */
export const CommandGroup = z.strictObject({
  topic: z.enum(['peer', 'channel', 'chaincode', 'discover', 'configtxlator', 'osnadmin']),
  text: z.string(),
});
export type CommandGroup = z.infer<typeof CommandGroup>;

/** How Fabric's command-line programs administer with an organization's administrator. */
export const CommandLineGuide = z.strictObject({
  folder: z.string(),
  kind: z.enum(['orderer', 'peer']),
  mspId: z.string(),
  nodes: z.array(NodeAccess),
  /** Lines that a shell reads: `. ./fabric.env` in the archive's folder does the same. */
  environment: z.string(),
  commands: z.array(CommandGroup),
  files: z.array(KitFile),
});
export type CommandLineGuide = z.infer<typeof CommandLineGuide>;
