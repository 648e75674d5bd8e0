import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { affectedProjects, changedFiles, projectGraph } from './changed.ts';

const graph = {
  nodes: {
    contracts: { data: { root: 'libs/contracts' } },
    api: { data: { root: 'apps/api' } },
    web: { data: { root: 'apps/web' } },
    tools: { data: { root: 'tools' } },
    faults: { data: { root: 'tools/faults' } },
  },
  dependencies: {
    contracts: [],
    api: [{ target: 'contracts' }],
    web: [{ target: 'contracts' }],
    faults: [{ target: 'api' }],
  },
};
const affected = (...files: string[]) => [...affectedProjects(files, graph)].sort();

describe('the projects that a change can break', () => {
  it('are the owner of the file and all that depend on it', () => {
    assert.deepEqual(affected('libs/contracts/src/a.ts'), ['api', 'contracts', 'faults', 'web']);
    assert.deepEqual(affected('apps/web/src/a.ts'), ['web']);
  });

  it('are those of the innermost project where projects are nested', () => {
    assert.deepEqual(affected('tools/faults/a.ts'), ['faults']);
    assert.deepEqual(affected('tools/test/a.ts'), ['tools']);
  });

  it('are all when a file of the whole workspace changed, and none when only documentation did', () => {
    assert.equal(affected('package-lock.json').length, 5);
    assert.deepEqual(affected('README.md', 'docs/settings.md'), []);
  });
});

describe('this workspace', () => {
  it('has a graph in which the API’s specs depend on the worker that they start', async () => {
    const real = await projectGraph();
    assert.ok(affectedProjects(['apps/worker/src/main.ts'], real).has('api'));
    assert.ok(affectedProjects(['libs/contracts/src/index.ts'], real).has('web'));
    assert.ok(!affectedProjects(['apps/web/src/main.ts'], real).has('fabric'));
  });

  it('rejects a commit that does not exist', async () => {
    await assert.rejects(changedFiles('no-such-commit'), /no-such-commit/);
  });
});
