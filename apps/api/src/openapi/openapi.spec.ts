import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractRoutes } from '../http/route-check';
import { openApiDocument } from './openapi';

const COMMITTED = join(__dirname, '../../openapi.json');
const render = (document: unknown): string => `${JSON.stringify(document, undefined, 2)}\n`;

describe('the OpenAPI document', () => {
  it('is the committed one (UPDATE_OPENAPI=1 writes it anew)', () => {
    const generated = openApiDocument();
    if (process.env['UPDATE_OPENAPI'] === '1') writeFileSync(COMMITTED, render(generated));
    expect(JSON.parse(readFileSync(COMMITTED, 'utf8'))).toEqual(generated);
  });

  it('describes every route of contracts once', () => {
    const { paths } = openApiDocument() as { paths: Record<string, Record<string, { operationId: string }>> };
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    expect(operations).toHaveLength(contractRoutes().length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('has no reference that leads nowhere', () => {
    const document = openApiDocument() as { components: { schemas: object; responses: object } };
    const text = render(document);
    const references = [...text.matchAll(/"\$ref": "#\/components\/(schemas|responses)\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, group, name] of references) {
      expect(Object.keys(document.components[group as 'schemas'])).toContain(name);
    }
    expect(text).not.toContain('#/$defs/');
  });
});
