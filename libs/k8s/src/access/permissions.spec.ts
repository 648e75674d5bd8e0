import * as resources from '../apply/requests/resource-path';
import { collectionsOf } from '../observe/chain-view';
import { PERMISSIONS } from './permissions';

describe('the permissions', () => {
  it('name each verb of a resource once', () => {
    const names = PERMISSIONS.map(({ verb, group, resource }) => `${verb} ${resource}.${group}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('never include wildcards', () => {
    expect(PERMISSIONS.filter(({ verb, resource, group }) => [verb, resource, group].includes('*'))).toEqual([]);
  });

  it('allow applied objects to be created and changed', () => {
    const verbsOf = (resource: string) =>
      PERMISSIONS.filter((permission) => permission.resource === resource).map(({ verb }) => verb);
    for (const resource of ['namespaces', 'secrets', 'statefulsets', 'deployments', 'jobs', 'poddisruptionbudgets']) {
      expect(verbsOf(resource)).toEqual(expect.arrayContaining(['create', 'patch', 'delete']));
    }
    expect(verbsOf('nodes/proxy')).toEqual(['get']);
  });

  it('cover every type of object that Heddle creates', () => {
    const types = Object.values(resources).filter((value) => typeof value === 'object' && 'plural' in value);
    expect(types.length).toBeGreaterThan(10);
    for (const { apiVersion, plural } of types) {
      const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
      const verbs = PERMISSIONS.filter((rule) => rule.group === group && rule.resource === plural).map(
        ({ verb }) => verb,
      );
      expect([plural, verbs]).toEqual([plural, expect.arrayContaining(['get', 'list', 'create', 'delete'])]);
    }
  });

  it('allow watching everything that the feed of a chain follows', () => {
    const { others, ...collections } = collectionsOf('00000000-0000-7000-8000-0000000000aa');
    for (const { path } of [...Object.values(collections), ...others]) {
      const [, group = '', resource = ''] = /^\/apis?\/(?:(.+)\/)?v1\/(?:.*\/)?(\w+)$/.exec(path) ?? [];
      const verbs = PERMISSIONS.filter((rule) => rule.group === group && rule.resource === resource).map(
        ({ verb }) => verb,
      );
      expect([path, verbs]).toEqual([path, expect.arrayContaining(['list', 'watch'])]);
    }
  });

  it('say what they are for', () => {
    for (const { purpose } of PERMISSIONS) expect(purpose).toMatch(/^[a-z].*[a-z]$/i);
  });
});
