import { z } from 'zod';
import { CollectionConfig } from './chaincode-policies';
import { Language } from './chaincodes';

/** How a chaincode is written: the shapes that Fabric's own documentation shows. */
export const SAMPLE_SHAPES = [
  'go-contract',
  'go-shim',
  'javascript',
  'typescript',
  'java-maven',
  'java-gradle',
] as const;

export const SampleName = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no name of a sample');

/** A call that shows what a sample does. */
export const SampleFunction = z.strictObject({
  name: z.string(),
  arguments: z.array(z.string()),
  /** Whether it writes. */
  submit: z.boolean(),
});

/** A chaincode that comes with Heddle, to begin with. */
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
