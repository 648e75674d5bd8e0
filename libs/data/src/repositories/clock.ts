import type { EntityManager } from 'typeorm';

/**
 * SQL for the database's clock in epoch milliseconds. Leases of workers on several machines are compared by this clock,
 * so differences between the machines' clocks do not matter.
 */
export const nowSql = (manager: EntityManager): string =>
  manager.dataSource.options.type === 'better-sqlite3'
    ? `CAST(unixepoch('subsec') * 1000 AS INTEGER)`
    : 'CAST(UNIX_TIMESTAMP(SYSDATE(3)) * 1000 AS UNSIGNED)';
