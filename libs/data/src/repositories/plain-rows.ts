import type { EntityManager, ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/**
 * Some columns of rows, as plain objects. Creating entities takes ten times as long as reading their columns, and some
 * columns are large.
 *
 * @param narrow adds the condition and the order; the table is named `row`
 */
export async function plainRows<Row extends ObjectLiteral, Column extends keyof Row & string>(
  manager: EntityManager,
  type: new () => Row,
  columns: readonly Column[],
  narrow: (query: SelectQueryBuilder<Row>) => void,
): Promise<Pick<Row, Column>[]> {
  const query = manager.createQueryBuilder(type, 'row').select([]);
  for (const column of columns) query.addSelect(`row.${column}`, column);
  narrow(query);
  const rows = await query.getRawMany<Record<string, unknown>>();
  const { driver } = manager.dataSource;
  const wanted: ReadonlySet<string> = new Set(columns);
  const described = manager.dataSource.getMetadata(type).columns.filter(({ propertyName }) => wanted.has(propertyName));
  for (const row of rows) {
    for (const column of described) {
      const { propertyName } = column;
      row[propertyName] = driver.prepareHydratedValue(row[propertyName], column) as unknown;
    }
  }
  return rows as Pick<Row, Column>[];
}
