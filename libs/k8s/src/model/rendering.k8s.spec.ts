import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { testKubeconfig } from '../access/testing/test-cluster-api';
import { namespaceOf } from '../names';
import { renderNode } from './render-node';
import { fabricWorkloads, renderContext } from './testing/fabric-chain';

jest.setTimeout(60_000);

/** What kubectl says; its error output when it refuses. */
function kubectl(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('kubectl', args, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr === '' ? error.message : stderr));
    });
    child.stdin?.end(input);
  });
}

const dryRun = (yaml: string) =>
  kubectl(['apply', '--dry-run=server', '--validate=strict', '-o', 'name', '-f', '-'], yaml);

const chainId = randomUUID();
const workloads = fabricWorkloads(chainId);

beforeAll(async () => {
  await testKubeconfig();
  await kubectl(['create', 'namespace', namespaceOf(chainId)]);
});
afterAll(() => kubectl(['delete', 'namespace', namespaceOf(chainId), '--wait=false']));

describe('an API server takes', () => {
  it.each(workloads.map((workload) => [workload.name, workload] as const))(
    'all objects of %s',
    async (name, workload) => {
      const { text, objects } = await renderNode({ context: renderContext(), workload, replicas: 1 });
      const names = (await dryRun(text)).trim().split('\n');
      expect(names).toHaveLength(objects.length);
      expect(names).toContain(`statefulset.apps/${name}`);
    },
  );

  it('nodes whose ledgers are folders of the machine', async () => {
    const ledgers = { type: 'host_path', path: '/srv/ledgers' } as const;
    for (const workload of workloads) {
      const { text } = await renderNode({ context: renderContext({ ledgers }), workload, replicas: 0 });
      expect(await dryRun(text)).toContain(`persistentvolume/${namespaceOf(chainId)}-${workload.name}-data`);
    }
  });
});
