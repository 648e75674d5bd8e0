import { ManifestRenderer } from '@heddle/manifests';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderNode } from './render-node';
import { fabricWorkloads, renderContext, TEMPLATES } from './testing/fabric-chain';
import { podSpec } from './testing/pod-security';

let overrides: string;
beforeAll(() => {
  overrides = mkdtempSync(join(tmpdir(), 'heddle-overrides-'));
});
afterAll(() => {
  rmSync(overrides, { recursive: true });
});

/** The template that templates/README.md shows as an example. */
function example(): string {
  const [, text] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(TEMPLATES, 'README.md'), 'utf8')) ?? [];
  if (text === undefined) throw new Error('templates/README.md shows no template');
  return text;
}

it('the example of an own template adds to the pod of a peer, and to nothing else', async () => {
  mkdirSync(join(overrides, 'peer'));
  writeFileSync(join(overrides, 'peer', 'statefulset.yaml.njk'), example());
  const own = { ...renderContext(), renderer: new ManifestRenderer({ templates: TEMPLATES, overrides }) };
  const render = (context: typeof own) =>
    Promise.all(
      fabricWorkloads('5ba7e6f4-6c3c-4e17-9a7e-2f2f3c6a7b10').map(async (workload) => {
        const { objects } = await renderNode({ context, workload, replicas: 1 });
        return { kind: workload.kind, set: objects.find(({ kind }) => kind === 'StatefulSet'), objects };
      }),
    );
  const [before, after] = [await render(renderContext()), await render(own)];
  for (const [index, { kind, set, objects }] of after.entries()) {
    const added = kind === 'peer' ? { priorityClassName: 'ledgers', nodeSelector: { disk: 'ssd' } } : {};
    const plain = before[index]?.set;
    if (set === undefined || plain === undefined) throw new Error('no StatefulSet');
    expect(podSpec(set)).toEqual({ ...podSpec(plain), ...added });
    expect(objects).toHaveLength(before[index]?.objects.length ?? 0);
  }
});
