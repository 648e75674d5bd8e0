import { z } from 'zod';
import { CallBytes, withinCallLimits } from './call-bytes';

/** A call of a chaincode function; objects are passed as JSON text. */
export const TransactionRequest = z
  .strictObject({
    fn: z.string().min(1, 'name the function to call').max(200),
    args: z.array(CallBytes).max(200).default([]),
    /** Private input by key. It reaches the endorsers and is never stored. */
    transient: z.record(z.string(), CallBytes).default({}),
    /** The organization whose user signs; by default the first of the channel. */
    organization: z.string().max(60).optional(),
    endorsingOrganizations: z.array(z.string().max(60)).max(20).optional(),
    /** The Init call of a definition with `initRequired`; only for submitted transactions. */
    isInit: z.boolean().default(false),
  })
  .superRefine(withinCallLimits);
export type TransactionRequest = z.infer<typeof TransactionRequest>;
