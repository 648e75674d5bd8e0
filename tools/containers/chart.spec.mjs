import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { load } from 'js-yaml';
import { fromRoot } from '../lib/root.mjs';

/** @typedef {{ apiGroups: string[], resources: string[], verbs: string[] }} Rule */

/** @type {{ group: string, resource: string, verbs: string[], need: 'required' | 'optional' }[]} */
const rules = (await import(pathToFileURL(fromRoot('libs/k8s/src/access/permissions.ts')).href)).PERMISSION_RULES;

/** @type {Record<'required' | 'monitoring' | 'nodesProxy', Rule[]>} */
const granted = /** @type {any} */ (
  load(readFileSync(fromRoot('deploy/helm/heddle/files/cluster-rules.yaml'), 'utf8'))
);

/** @param {readonly Rule[]} some */
function single(some) {
  const all = some.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`))),
  );
  return all.sort();
}

const needed = (/** @type {string} */ need) =>
  rules
    .filter((rule) => rule.need === need)
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
