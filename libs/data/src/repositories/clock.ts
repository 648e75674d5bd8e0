import type { EntityManager } from 'typeorm';

/**
 * SQL for the database's own clock in epoch milliseconds: leases of workers on several machines are compared by one
 * clock, however far theirs are apart.
 */
export const nowSql = (manager: EntityManager): string =>
  manager.dataSource.options.type === 'better-sqlite3'
    ? `CAST(unixepoch('subsec') * 1000 AS INTEGER)`
    : 'CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS UNSIGNED)';
