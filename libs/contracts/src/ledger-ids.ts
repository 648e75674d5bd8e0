import { z } from 'zod';

/** Ids are pasted from emails, logs and explorers, so spaces, upper case and a leading `0x` are normalized. */
const asPasted = (text: string): string => text.replaceAll(/\s/gu, '').toLowerCase().replace(/^0x/, '');

/** A transaction id: SHA-256 in hex. */
export const TransactionId = z
  .string()
  .overwrite(asPasted)
  .regex(/^[0-9a-f]{64}$/, 'a transaction id has 64 hex digits');

/** A block, by number or by the SHA-256 of its header in hex. */
export const BlockName = z
  .string()
  .overwrite(asPasted)
  .regex(/^(\d{1,15}|[0-9a-f]{64})$/, 'a block is identified by its number or its hash in hex');
