import type { ClusterSettingsInput } from '@heddle/contracts';
import { manifestText, type RenderedManifests } from '@heddle/manifests';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { testKubeconfig } from '../access/testing/test-cluster-api';
import { namespaceOf } from '../names';
import { keptManifests } from './kept-manifests';
import { renderChain } from './render-chain';
import { renderNode, type RenderNodeInput } from './render-node';
import { chaincodeServer, fabricWorkloads, renderContext } from './testing/fabric-chain';

jest.setTimeout(60_000);

/** The output of kubectl; its error message when it fails. */
function kubectl(args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('kubectl', args, { maxBuffer: 50_000_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr === '' ? error.message : stderr));
    });
    child.stdin?.end(input);
  });
}

/** Names of the objects that the API server would accept; unknown and misplaced fields are errors. */
async function dryRun(yaml: string): Promise<string[]> {
  const names = await kubectl(['apply', '--dry-run=server', '--validate=strict', '-o', 'name', '-f', '-'], yaml);
  return names.trim().split('\n');
}

const chainId = randomUUID();
const namespace = namespaceOf(chainId);
const server = chaincodeServer(chainId);
const workloads = [...fabricWorkloads(chainId), server];

const program = { image: 'node:24-slim', command: ['npm', 'start'], args: ['--', '$(HOME)'] };
const resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '2', memory: '1Gi' } };

/** Settings under which templates take their other branches. */
const FULL: Partial<ClusterSettingsInput> = {
  reachability: 'node_port',
  ledgers: { type: 'host_path', path: '/srv/ledgers' },
  shared: { type: 'host_path', path: '/srv/shared' },
};
const NAMED: Partial<ClusterSettingsInput> = {
  reachability: 'load_balancer',
  ledgers: { type: 'storage_class', name: 'standard' },
  ledgerSize: '20Gi',
  ingress: { address: 'ingress.test:443', className: 'passthrough' },
};

const render = (workload: RenderNodeInput['workload'], settings: Partial<ClusterSettingsInput>) =>
  renderNode({
    context: renderContext(settings),
    workload: { ...workload, resources },
    replicas: 0,
    program,
    annotations: { 'heddle.dev/held': 'true' },
    podAnnotations: { 'kubectl.kubernetes.io/restartedAt': '2026-11-23T14:00:00Z' },
  });

const all = ({ objects }: RenderedManifests) =>
  objects.map(({ metadata }) => expect.stringContaining(`/${metadata.name}`) as string);

beforeAll(async () => {
  await testKubeconfig();
  await kubectl(['create', 'namespace', namespace]);
});
afterAll(() => kubectl(['delete', 'namespace', namespace, '--wait=false']));

describe.each([
  ['as they are', {}],
  ['with folders of the machine, and node ports', FULL],
  ['with a named storage class, load balancers and an ingress controller', NAMED],
])('under settings %s, an API server takes', (_what, settings) => {
  it('what the nodes of a chain share', async () => {
    const chain = renderChain({ context: renderContext(settings), chainId, chainName: 'trade' });
    expect(await dryRun(chain.text)).toEqual(all(chain));
  });

  it.each(workloads.map((workload) => [workload.name, workload] as const))(
    'all objects of %s',
    async (_name, workload) => {
      const node = await render(workload, settings);
      expect(await dryRun(node.text)).toEqual(all(node));
    },
  );
});

it('an API server takes a chaincode server that is an image', async () => {
  const image = { ...server, program: { type: 'image', image: 'registry.test/chaincode:1' } } as const;
  const node = await render(image, {});
  expect(await dryRun(node.text)).toEqual(all(node));
});

it('an API server takes what is kept of manifests, and Secrets that are there keep their content', async () => {
  const chain = renderChain({ context: renderContext(), chainId });
  const [orderer] = workloads;
  if (orderer === undefined) throw new Error('no orderer');
  const node = await render(orderer, {});
  expect(await dryRun(keptManifests(chain))).toEqual(all(chain));
  expect(await dryRun(keptManifests(node))).toEqual(all(node));

  const secrets = { objects: node.objects.filter(({ kind }) => kind === 'Secret') };
  const apply = ['apply', '--server-side', '--field-manager', 'heddle', '-f', '-'];
  await kubectl(apply, manifestText(secrets.objects));
  const before = await kubectl(['get', 'secrets', '-n', namespace, '-o', 'jsonpath={.items[*].data}']);
  expect(before).toContain('tls_server.key');
  await kubectl(['apply', '-f', '-'], keptManifests(secrets));
  expect(await kubectl(['get', 'secrets', '-n', namespace, '-o', 'jsonpath={.items[*].data}'])).toBe(before);
});

it('kubectl reads hostile texts as they were written', async () => {
  const texts = [
    ...[
      '"',
      "'",
      '---\nkind: Evil\n',
      'a: b',
      'a #b',
      'yes',
      'off',
      'y',
      '0755',
      '1_000',
      '1e3',
      '0x1f',
      '12:30:45',
      '~',
    ],
    ...['null', '.nan', '<<', '=', '2026-11-23', '{{ a }}', '&a', '*a', '!!binary aGk=', '%YAML', '@', '`', '|', '>-'],
    ...[
      ' lead',
      'trail ',
      '\ttab',
      'in\ttab',
      '\n',
      'end\n',
      '\n\nend\n\n',
      'a\r\nb',
      '\0',
      '\u001b',
      '\u007f',
      '\u0085',
    ],
    ...['\u00a0', '\u2028', '\u2029', '\ufeff', '\ufffe', '😀', '漢字', 'x'.repeat(50_000)],
  ];
  const data = Object.fromEntries(texts.map((text, index) => [`key${index}`, text]));
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'texts', namespace }, data };
  const json = await kubectl(['apply', '--dry-run=server', '-o', 'json', '-f', '-'], manifestText([map]));
  expect((JSON.parse(json) as typeof map).data).toEqual(data);
});
