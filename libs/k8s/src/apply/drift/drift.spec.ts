import type { Manifest } from '@heddle/manifests';
import fc from 'fast-check';
import { driftOf } from './drift';
import type { LiveObject } from '../requests/live-object';

const live = (fields: object): LiveObject => ({
  metadata: { name: 'orderer0', uid: 'u', resourceVersion: '1' },
  ...fields,
});
const desired = (fields: object): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'orderer0' },
  ...fields,
});

const container = (fields: object) => ({ template: { spec: { containers: [{ name: 'orderer', ...fields }] } } });

describe('drift', () => {
  it('is a changed field, named by its path', () => {
    expect(driftOf(desired({ spec: { replicas: 1 } }), live({ spec: { replicas: 3 } }))).toEqual(['spec.replicas']);
  });

  it('is a field that no longer exists', () => {
    const spec = container({ env: [{ name: 'A', value: '1' }] });
    expect(driftOf(desired({ spec }), live({ spec: container({ env: [] }) }))).toEqual([
      'spec.template.spec.containers.orderer.env.A',
    ]);
  });

  it('is a removed label', () => {
    const metadata = { name: 'orderer0', labels: { a: '1', b: '2' } };
    const { metadata: own } = live({});
    expect(driftOf(desired({ metadata }), live({ metadata: { ...own, labels: { a: '1' } } }))).toEqual([
      'metadata.labels.b',
    ]);
  });

  it('is an argument more: such lists belong to one owner', () => {
    const spec = container({ args: ['node', 'start'] });
    const other = container({ args: ['node', 'start', '--peer-chaincodedev'] });
    expect(driftOf(desired({ spec }), live({ spec: other }))).toEqual(['spec.template.spec.containers.orderer.args']);
  });

  it('is a rule more in a network policy', () => {
    const ports = [{ port: 'operations' }];
    const more = [...ports, { port: 'grpc' }];
    expect(
      driftOf(desired({ spec: { ingress: [{ ports }] } }), live({ spec: { ingress: [{ ports: more }] } })),
    ).toEqual(['spec.ingress.0.ports']);
  });

  it("is no other container, variable or volume that the cluster's own admission adds", () => {
    const spec = container({ env: [{ name: 'A', value: '1' }] });
    const containers = [
      { name: 'proxy', image: 'mesh' },
      {
        name: 'orderer',
        env: [
          { name: 'POD_IP', value: 'x' },
          { name: 'A', value: '1' },
        ],
      },
    ];
    expect(driftOf(desired({ spec }), live({ spec: { template: { spec: { containers } } } }))).toEqual([]);
  });

  it.each([
    ['500m', '0.5'],
    ['1Gi', '1024Mi'],
    ['1.5', '1500m'],
    [2, '2'],
  ])('is no other spelling of a quantity: %s and %s', (one, other) => {
    const spec = (cpu: unknown) => container({ resources: { requests: { cpu } } });
    expect(driftOf(desired({ spec: spec(one) }), live({ spec: spec(other) }))).toEqual([]);
  });

  it('is another quantity', () => {
    const spec = (cpu: unknown) => container({ resources: { requests: { cpu } } });
    expect(driftOf(desired({ spec: spec('500m') }), live({ spec: spec('501m') }))).toHaveLength(1);
  });

  it('is text that only looks like the same quantity', () => {
    expect(driftOf(desired({ data: { level: '1.0' } }), live({ data: { level: '1' } }))).toEqual(['data.level']);
  });

  it('reads Secrets as the cluster keeps them', () => {
    const data = { 'tls.key': Buffer.from('key').toString('base64') };
    expect(driftOf(desired({ stringData: { 'tls.key': 'key' } }), live({ data }))).toEqual([]);
    expect(driftOf(desired({ stringData: { 'tls.key': 'other' } }), live({ data }))).toEqual(['data.tls.key']);
  });

  const SEED = { seed: 20_261_123, numRuns: 300 };
  const name = fc.stringMatching(/^[a-z]{1,6}$/);
  const scalar = fc.oneof(fc.string({ minLength: 1 }), fc.integer({ min: 1 }), fc.constant(true));
  const { tree } = fc.letrec<{ tree: unknown; fields: Record<string, unknown> }>((tie) => ({
    tree: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('tree'), { maxLength: 3 }), tie('fields')),
    fields: fc.dictionary(name, tie('tree'), { minKeys: 1, maxKeys: 4 }),
  }));
  const spec = fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4 });

  /** As the API server returns an object: with defaults beside every field, without empty values. */
  function served(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(served);
    if (typeof value !== 'object' || value === null) return value;
    const fields = Object.entries(value).filter(([, one]) => !isEmpty(one));
    return Object.fromEntries([
      ...fields.map(([field, one]) => [field, served(one)]),
      ['default.of.the.server', 'set'],
    ]);
  }
  const isEmpty = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;

  it('is nothing that the API server does to an object that it was given', () => {
    fc.assert(
      fc.property(spec, (fields) => {
        expect(driftOf(desired({ spec: fields }), live({ spec: served(fields) }))).toEqual([]);
      }),
      SEED,
    );
  });

  /** Every scalar of a tree, by its path. */
  function* scalarsOf(
    value: unknown,
    path: readonly (string | number)[] = [],
  ): Generator<readonly (string | number)[]> {
    if (typeof value !== 'object' || value === null) yield path;
    else for (const [key, one] of Object.entries(value)) yield* scalarsOf(one, [...path, key]);
  }

  function changedAt(value: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
    if (key === undefined) return 'changed by hand';
    const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<
      string,
      unknown
    >;
    copy[key] = changedAt(copy[key], rest);
    return copy;
  }

  it('is any single value that another client has changed', () => {
    fc.assert(
      fc.property(spec, fc.nat(), (fields, which) => {
        const paths = [...scalarsOf(fields)];
        const path = paths[which % Math.max(paths.length, 1)];
        fc.pre(path !== undefined);
        const drift = driftOf(desired({ spec: fields }), live({ spec: changedAt(served(fields), path) }));
        expect(drift).toEqual([['spec', ...path].join('.')]);
      }),
      SEED,
    );
  });
});
