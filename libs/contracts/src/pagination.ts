import { z } from 'zod';

/** Cursor pagination: `cursor` is opaque and comes from the previous page. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of `item`s; `nextCursor` is null on the last one. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int().optional() });

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
  total?: number | undefined;
}

/** Timestamps are ISO 8601 in UTC. */
export const Instant = z.iso.datetime();
