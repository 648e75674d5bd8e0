import type { Page } from '@heddle/contracts';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { z } from 'zod';
import { BadCursorError } from './data-error';

/** One page of a list: `limit` rows after `cursor`. */
export interface PageRequest {
  limit: number;
  cursor?: string | undefined;
}

const Cursor = z.tuple([z.string(), z.string()]);

const encode = (row: { createdAt: string; id: string }): string =>
  Buffer.from(JSON.stringify([row.createdAt, row.id])).toString('base64url');

function decode(cursor: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof z.ZodError) throw new BadCursorError();
    throw cause;
  }
}

/**
 * One page, newest first. The cursor holds the last row's `(createdAt, id)`, so rows that are added or deleted between
 * requests neither repeat nor hide other rows.
 * @throws BadCursorError
 */
export async function newestFirst<Row extends ObjectLiteral & { createdAt: string; id: string }>(
  query: SelectQueryBuilder<Row>,
  { limit, cursor }: PageRequest,
): Promise<Page<Row>> {
  const { alias } = query;
  if (cursor !== undefined) {
    const [at, id] = decode(cursor);
    query.andWhere(`(${alias}.createdAt < :at OR (${alias}.createdAt = :at AND ${alias}.id < :id))`, { at, id });
  }
  const rows = await query
    .orderBy(`${alias}.createdAt`, 'DESC')
    .addOrderBy(`${alias}.id`, 'DESC')
    .take(limit + 1)
    .getMany();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encode(last) : null };
}
