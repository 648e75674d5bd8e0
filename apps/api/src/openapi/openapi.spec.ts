import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contractRoutes } from '../http/route-check';
import { isUndeclared } from './declared-statuses';
import { openApiDocument } from './openapi';

const COMMITTED = join(__dirname, '../../openapi.json');
const render = (document: unknown): string => `${JSON.stringify(document, undefined, 2)}\n`;

describe('the OpenAPI document', () => {
  it('is the committed one (UPDATE_OPENAPI=1 updates it)', () => {
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

  it('has no unresolved reference', () => {
    const document = openApiDocument() as { components: { schemas: object; responses: object } };
    const text = render(document);
    const references = [...text.matchAll(/"\$ref": "#\/components\/(schemas|responses)\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(20);
    for (const [, group, name] of references) {
      expect(Object.keys(document.components[group as 'schemas'])).toContain(name);
    }
    expect(text).not.toContain('#/$defs/');
  });

  it('declares the statuses of each route, and none for the rest', () => {
    const { paths } = openApiDocument() as { paths: Record<string, Record<string, { responses: object }>> };
    const statuses = (path: string, method: string) => Object.keys(paths[`/api/v1${path}`]?.[method]?.responses ?? {});
    expect(statuses('/auth/me', 'get')).toEqual(['200', '304', '400', '401', '413', '415', '422', '500', '503']);
    expect(statuses('/auth/login', 'post')).toContain('429');
    expect(statuses('/auth/login', 'post')).not.toContain('403');
    expect(statuses('/chains', 'post')).toEqual(
      expect.arrayContaining(['202', '401', '403', '409', '413', '415', '422']),
    );
    expect(statuses('/chains/{chainId}', 'get')).toContain('404');
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    for (const { responses } of operations) expect(Object.keys(responses)).not.toContain('default');
  });

  it('offers an Idempotency-Key where it has an effect: neither on downloads and uploads nor before the sign-in', () => {
    const { paths } = openApiDocument() as {
      paths: Record<string, Record<string, { parameters: readonly { name: string; schema: { pattern?: string } }[] }>>;
    };
    const keyOf = (path: string, method = 'post') =>
      paths[`/api/v1${path}`]?.[method]?.parameters.find(({ name }) => name === 'Idempotency-Key');
    expect(keyOf('/chains')?.schema.pattern).toBe('^[!-~]{1,200}$');
    expect(keyOf('/chains', 'get')).toBeUndefined();
    expect(keyOf('/auth/login')).toBeUndefined();
    expect(keyOf('/chaincode-sources')).toBeUndefined();
    expect(keyOf('/chains/{chainId}/identities/{identityId}/download')).toBeUndefined();
    expect(keyOf('/chains/{chainId}/organizations/{organization}/command-line')).toBeUndefined();
  });

  it('says how long an argument of a call may be', () => {
    const { components } = openApiDocument() as { components: { schemas: Record<string, unknown> } };
    expect(JSON.stringify(components.schemas['TransactionRequestInput'])).toContain('"maxLength":524288');
  });

  it('knows what a route of contracts does not announce', () => {
    expect(isUndeclared('GET /api/v1/chains', 504)).toBe(true);
    expect(isUndeclared('GET /api/v1/chains', 401)).toBe(false);
    expect(isUndeclared('GET /api/v1/nowhere', 404)).toBe(false);
  });
});
