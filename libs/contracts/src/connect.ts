import { z } from 'zod';

/** The address of one listener of a node from the user's machine. */
export const NodeAccess = z.strictObject({
  node: z.string(),
  /** `host:port`. */
  address: z.string(),
  /** The host name that its TLS certificate is valid for. */
  tlsName: z.string(),
  /** A command that must run on the user's machine while the address is used; null if none is needed. */
  forward: z.string().nullable(),
});
export type NodeAccess = z.infer<typeof NodeAccess>;

/** A file of an archive. The content of secret files is only in the archive. */
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
  /** The command that starts it from the archive's folder. */
  run: z.string(),
});
export type Snippet = z.infer<typeof Snippet>;

/** How an application connects to a channel with one identity. */
export const ConnectGuide = z.strictObject({
  /** Name of the archive's folder. */
  folder: z.string(),
  mspId: z.string(),
  /** The first peer is the one that the snippets use. */
  peers: z.array(NodeAccess),
  /** As in the archive's file `application.env`. */
  environment: z.record(z.string(), z.string()),
  snippets: z.array(Snippet),
  files: z.array(KitFile),
});
export type ConnectGuide = z.infer<typeof ConnectGuide>;

/** Lines to copy into a shell, with their purpose. */
export const CommandGroup = z.strictObject({
  topic: z.enum(['peer', 'channel', 'chaincode', 'discover', 'configtxlator', 'osnadmin']),
  text: z.string(),
});
export type CommandGroup = z.infer<typeof CommandGroup>;

/** How to use Fabric's command-line programs as an organization's administrator. */
export const CommandLineGuide = z.strictObject({
  folder: z.string(),
  kind: z.enum(['orderer', 'peer']),
  mspId: z.string(),
  nodes: z.array(NodeAccess),
  /** Shell lines; `. ./fabric.env` in the archive's folder does the same. */
  environment: z.string(),
  commands: z.array(CommandGroup),
  files: z.array(KitFile),
});
export type CommandLineGuide = z.infer<typeof CommandLineGuide>;
