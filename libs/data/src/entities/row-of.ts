/** The columns of an entity, as a plain object. */
export type ColumnsOf<Row> = { [Column in keyof Row]: Row[Column] };

/** An entity with all its columns. */
export const rowOf = <Row extends object>(type: new () => Row, columns: ColumnsOf<Row>): Row =>
  Object.assign(new type(), columns);
