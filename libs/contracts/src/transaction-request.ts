import { z } from 'zod';
import { CallBytes, withinCallLimits } from './call-bytes';

/** A call of a chaincode function; objects are passed as JSON text. */
export const TransactionRequest = z
  .strictObject({
    fn: z.string().min(1, 'name the function to call').max(200),
    args: z.array(CallBytes).max(200).default([]),
    /** Private input by key; it reaches the endorsers and is never stored. */
    transient: z.record(z.string(), CallBytes).default({}),
    /** Organization whose user signs; without it the first of the channel. */
    organization: z.string().max(60).optional(),
    endorsingOrganizations: z.array(z.string().max(60)).max(20).optional(),
    /** The Init call of a definition with `initRequired`; only for transactions that are submitted. */
    isInit: z.boolean().default(false),
  })
  .superRefine(withinCallLimits);
export type TransactionRequest = z.infer<typeof TransactionRequest>;
