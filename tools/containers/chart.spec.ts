import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { load } from 'js-yaml';
import { PERMISSION_RULES } from '../../libs/k8s/src/access/permissions.ts';
import { fromRoot } from '../lib/root.mjs';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const granted = load(readFileSync(fromRoot('deploy/helm/heddle/files/cluster-rules.yaml'), 'utf8')) as Record<
  'required' | 'monitoring' | 'nodesProxy',
  Rule[]
>;

function single(some: readonly Rule[]): string[] {
  const all = some.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`))),
  );
  return all.sort();
}

const needed = (need: 'required' | 'optional') =>
  PERMISSION_RULES.filter((rule) => rule.need === need)
    .flatMap(({ group, resource, verbs }) => verbs.map((verb) => `${verb} ${group}/${resource}`))
    .sort();

describe('the chart’s ClusterRole', () => {
  it('grants exactly what Heddle needs, each rule once', () => {
    const given = single(granted.required);
    assert.deepEqual(
      needed('required').filter((permission) => !given.includes(permission)),
      [],
    );
    assert.deepEqual(single(Object.values(granted).flat()), [...needed('required'), ...needed('optional')].sort());
  });

  it('leaves out optional permissions', () => {
    assert.deepEqual(single(granted.nodesProxy), ['get /nodes/proxy']);
    assert.ok(single(granted.monitoring).every((permission) => permission.includes('monitoring.coreos.com')));
  });
});
