import { z } from 'zod';

/** A code with parameters, for clients that have their own sentence for it, and the same as an English sentence. */
export const codedSentence = <const Codes extends readonly [string, ...string[]]>(codes: Codes) =>
  z.strictObject({
    code: z.enum(codes),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    message: z.string(),
  });
