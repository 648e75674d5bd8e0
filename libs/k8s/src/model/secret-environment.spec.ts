import { SecretValue, type Workload } from '@heddle/topology';
import { keptManifests } from './kept-manifests';
import { renderNode } from './render-node';
import { chaincodeServer, fabricWorkloads, renderContext } from './testing/fabric-chain';

const CHAIN_ID = '5ba7e6f4-6c3c-4e17-9a7e-2f2f3c6a7b10';
const PROGRAM = { image: 'node:24-slim', command: ['/opt/chaincode/start'], args: [] };
const PASSWORD = 'correct horse battery staple';

const withPassword = (workload: Workload, password = PASSWORD): Workload => ({
  ...workload,
  env: { ...workload.env, PASSWORD: new SecretValue(password) },
});
const render = (workload: Workload) =>
  renderNode({ context: renderContext(), workload, replicas: 1, program: PROGRAM });

async function podsOf(workload: Workload): Promise<string> {
  const { objects } = await render(workload);
  return JSON.stringify(objects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment'));
}

const nodes = [...fabricWorkloads(CHAIN_ID), chaincodeServer(CHAIN_ID)];

describe.each(nodes.map((workload) => [workload.name, workload] as const))('a secret variable of %s', (name, plain) => {
  const workload = withPassword(plain);

  it('is in the Secret of the node, to which the variable refers', async () => {
    const { objects } = await render(workload);
    const secret = objects.find(({ kind }) => kind === 'Secret');
    expect(secret).toMatchObject({
      metadata: { name: `${name}-keys` },
      data: { _env_PASSWORD: Buffer.from(PASSWORD).toString('base64') },
    });
    const valueFrom = { secretKeyRef: { name: `${name}-keys`, key: '_env_PASSWORD' } };
    expect(await podsOf(workload)).toContain(JSON.stringify({ name: 'PASSWORD', valueFrom }));
  });

  it('is in no other object, and not in the kept manifests', async () => {
    const rendered = await render(workload);
    const others = JSON.stringify(rendered.objects.filter(({ kind }) => kind !== 'Secret'));
    for (const text of [others, keptManifests(rendered)]) {
      for (const shape of [PASSWORD, Buffer.from(PASSWORD).toString('base64'), Buffer.from(PASSWORD).toString('hex')]) {
        expect(text).not.toContain(shape);
      }
    }
  });

  it('is not mounted as a file', async () => {
    expect(await podsOf(workload)).not.toContain('"path":"_env');
  });

  it('replaces the pod of its reader alone when it changes', async () => {
    const [same, changed] = [withPassword(plain), withPassword(plain, 'another')];
    expect(await podsOf(same)).toBe(await podsOf(workload));
    expect(await podsOf(changed)).not.toBe(await podsOf(workload));
  });
});
