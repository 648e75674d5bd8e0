import { z } from 'zod';
import { CollectionConfig } from './chaincode-policies';
import { Language } from './chaincodes';

/** How a chaincode is written: the variants in Fabric's documentation. */
export const SAMPLE_SHAPES = [
  'go-contract',
  'go-shim',
  'javascript',
  'typescript',
  'java-maven',
  'java-gradle',
] as const;

export const SampleName = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not the name of a sample');

/** An example call of a sample. */
export const SampleFunction = z.strictObject({
  name: z.string(),
  arguments: z.array(z.string()),
  /** Whether it writes to the ledger. */
  submit: z.boolean(),
});

/** A sample chaincode that ships with Heddle. */
export const ChaincodeSample = z.strictObject({
  name: SampleName,
  language: Language,
  shape: z.enum(SAMPLE_SHAPES),
  title: z.string(),
  description: z.string(),
  functions: z.array(SampleFunction),
  /** The private data collections that it needs. */
  collections: z.array(CollectionConfig),
});
export type ChaincodeSample = z.infer<typeof ChaincodeSample>;
