import { z } from 'zod';

/** Ids are pasted from mails, logs and explorers: blanks, upper case and a leading `0x` are no part of them. */
const asPasted = (text: string): string => text.replaceAll(/\s/gu, '').toLowerCase().replace(/^0x/, '');

/** A transaction id: SHA-256 in hex. */
export const TransactionId = z
  .string()
  .overwrite(asPasted)
  .regex(/^[0-9a-f]{64}$/, 'a transaction id has 64 hex digits');

/** A block, by its number or by the SHA-256 of its header in hex. */
export const BlockName = z
  .string()
  .overwrite(asPasted)
  .regex(/^(\d{1,15}|[0-9a-f]{64})$/, 'a block is named by its number or its hash in hex');
