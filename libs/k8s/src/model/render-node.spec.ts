import type { Manifest } from '@heddle/manifests';
import type { Workload } from '@heddle/topology';
import { loadAll } from 'js-yaml';
import { serviceHost } from '../names';
import { renderNode, type RenderNodeInput } from './render-node';
import { chaincodeServer, fabricWorkloads, renderContext } from './testing/fabric-chain';
import { podSpec, securityFaults } from './testing/pod-security';

const CHAIN_ID = '5ba7e6f4-6c3c-4e17-9a7e-2f2f3c6a7b10';
const NAMESPACE = 'heddle-2f2f3c6a7b10';

const PROGRAM = { image: 'node:24-slim', command: ['/opt/chaincode/start'], args: [] };
const workloads = [...fabricWorkloads(CHAIN_ID), chaincodeServer(CHAIN_ID)];

function workload(name: string): Workload {
  const found = workloads.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const render = (name: string, input: Partial<RenderNodeInput> = {}) =>
  renderNode({ context: renderContext(), workload: workload(name), replicas: 1, program: PROGRAM, ...input });

async function object(kind: string, name: string, input: Partial<RenderNodeInput> = {}): Promise<Manifest> {
  const { objects } = await render(name, input);
  const found = objects.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
}

const CHAINCODE = chaincodeServer(CHAIN_ID).name;
const names = workloads.map(({ name }) => name);

describe.each(names)('%s', (name) => {
  it('is an object of its own for each concern, in the order in which to apply them', async () => {
    const { objects, text } = await render(name);
    expect(objects.map(({ kind }) => kind)).toEqual(
      name === CHAINCODE
        ? ['Secret', 'ConfigMap', 'Service', 'Deployment']
        : ['PodDisruptionBudget', 'Secret', 'ConfigMap', 'PersistentVolumeClaim', 'Service', 'StatefulSet'],
    );
    expect(loadAll(text)).toEqual(objects);
  });

  it('is found by its labels, and is in its chain’s namespace', async () => {
    const { objects } = await render(name);
    for (const { kind, metadata } of objects) {
      expect(metadata.namespace).toBe(NAMESPACE);
      expect(metadata.labels).toMatchObject({ 'heddle.dev/chain': CHAIN_ID, 'app.kubernetes.io/managed-by': 'heddle' });
      // The budget covers all nodes of a group: it must not be removed with one of them.
      expect(metadata.labels?.['heddle.dev/node']).toBe(kind === 'PodDisruptionBudget' ? undefined : name);
    }
  });

  it('runs in a pod that satisfies the restricted Pod Security Standard', async () => {
    const { objects } = await render(name);
    const pods = objects.filter(({ kind }) => ['StatefulSet', 'Deployment'].includes(kind));
    expect(pods.map(podSpec).flatMap(securityFaults)).toEqual([]);
    expect(pods).toHaveLength(1);
  });

  it('has its private keys in its Secret and nowhere else', async () => {
    const { objects } = await render(name);
    const keys = Object.values(workload(name).files).filter(({ secret }) => secret);
    expect(keys.length).toBeGreaterThan(0);
    for (const { content } of keys) {
      const base64 = Buffer.from(content).toString('base64');
      const holders = objects.filter((one) =>
        [content, base64].some((text) => JSON.stringify(one).includes(`"${text}"`)),
      );
      expect(holders.map(({ kind }) => kind)).toEqual(['Secret']);
    }
  });

  it('gets another pod with another certificate, and with the same files the same', async () => {
    const hashOf = async (one: Workload) => {
      const { objects } = await renderNode({ context: renderContext(), workload: one, replicas: 1, program: PROGRAM });
      const annotations = JSON.stringify(objects).match(/"heddle.dev\/config-hash":"([0-9a-f]{64})"/);
      return annotations?.[1];
    };
    const one = workload(name);
    const files = { ...one.files, 'tls/server.crt': { content: 'renewed', secret: false } };
    expect(await hashOf({ ...one, files })).not.toBe(await hashOf(one));
    expect(await hashOf({ ...one, files: Object.fromEntries(Object.entries(one.files).toReversed()) })).toBe(
      await hashOf(one),
    );
  });

  it('scales to none, with annotations of the caller’s', async () => {
    const kind = name === CHAINCODE ? 'Deployment' : 'StatefulSet';
    const input = { replicas: 0, annotations: { 'heddle.dev/held': 'now' }, podAnnotations: { restarted: 'then' } };
    expect(await object(kind, name, input)).toMatchObject({
      metadata: { annotations: { 'heddle.dev/held': 'now', 'heddle.dev/node-id': `id-of-${name}` } },
      spec: { replicas: 0, template: { metadata: { annotations: { restarted: 'then' } } } },
    });
  });
});

describe('an orderer', () => {
  it('starts from Fabric’s whole sample, and finds its files and volumes in the pod', async () => {
    const config = await object('ConfigMap', 'orderer0');
    expect(config).toMatchObject({
      data: { 'orderer.yaml': expect.stringContaining('sample: orderer.yaml') as string },
    });
    const [container] = podSpec(await object('StatefulSet', 'orderer0')).containers;
    expect(container).toMatchObject({
      image: 'hyperledger/fabric-orderer:2.5.9',
      command: ['orderer'],
      args: [],
      env: expect.arrayContaining([
        { name: 'FABRIC_CFG_PATH', value: '/etc/heddle' },
        { name: 'ORDERER_CONSENSUS_WALDIR', value: '/var/heddle/wal' },
        { name: 'ORDERER_GENERAL_LISTENADDRESS', value: '0.0.0.0' },
      ]) as unknown,
      readinessProbe: { httpGet: { path: '/healthz', port: 'operations' } },
      startupProbe: { tcpSocket: { port: 'grpc' } },
    });
  });

  it('is probed and scraped with TLS where its chain has a monitoring CA', async () => {
    const secured = fabricWorkloads(CHAIN_ID, 'monitoring CA').find(({ name }) => name === 'orderer0');
    const set = await object('StatefulSet', 'orderer0', { workload: secured ?? workload('orderer0') });
    expect(set).toMatchObject({
      spec: { template: { metadata: { annotations: { 'prometheus.io/scheme': 'https' } } } },
    });
    const [container] = podSpec(set).containers;
    expect(container).toMatchObject({
      env: expect.arrayContaining([
        { name: 'ORDERER_OPERATIONS_TLS_CLIENTROOTCAS', value: '[/etc/heddle/tls/monitoring-ca.crt]' },
      ]) as unknown,
      readinessProbe: { httpGet: { scheme: 'HTTPS' } },
      livenessProbe: { httpGet: { scheme: 'HTTPS' } },
    });
    const plain = JSON.stringify(await object('StatefulSet', 'orderer0'));
    expect(plain).not.toContain('https');
    expect(plain).not.toContain('HTTPS');
  });

  it('shares a budget with all orderers of its chain', async () => {
    expect(await object('PodDisruptionBudget', 'orderer0')).toMatchObject({
      metadata: { name: 'orderers' },
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: { 'heddle.dev/chain': CHAIN_ID, 'heddle.dev/kind': 'orderer' } },
      },
    });
  });
});

describe('a peer', () => {
  it('is known by the name that is in its certificate', async () => {
    expect(serviceHost(CHAIN_ID, 'peer0-org1')).toBe(`peer0-org1.${NAMESPACE}.svc`);
    expect(await object('Service', 'peer0-org1')).toMatchObject({
      metadata: { name: 'peer0-org1' },
      spec: {
        type: 'ClusterIP',
        selector: { 'heddle.dev/node': 'peer0-org1' },
        ports: [
          { name: 'grpc', port: 7_051 },
          { name: 'chaincode', port: 7_052 },
          { name: 'operations', port: 9_443 },
        ],
      },
    });
  });

  it('runs its builders, and has annotations for Prometheus', async () => {
    const set = await object('StatefulSet', 'peer0-org1');
    expect(JSON.stringify(set)).toContain('"path":"builders/ccaas/bin/detect","mode":493');
    expect(set).toMatchObject({
      spec: {
        template: { metadata: { annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9443' } } },
      },
    });
  });

  it('asks for what its workload says, else for what suits most', async () => {
    const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '3Gi' } };
    const own = await object('StatefulSet', 'peer0-org1', { workload: { ...workload('peer0-org1'), resources } });
    expect(podSpec(own).containers[0]).toMatchObject({ resources });
    expect(podSpec(await object('StatefulSet', 'peer0-org1')).containers[0]).toMatchObject({
      resources: { requests: { memory: '128Mi' }, limits: { memory: '2Gi' } },
    });
  });

  it.each([
    ['node_port', 'NodePort'],
    ['load_balancer', 'LoadBalancer'],
    ['cluster_dns', 'ClusterIP'],
  ] as const)('is reached by %s through a Service of type %s', async (reachability, type) => {
    const context = renderContext({ reachability });
    expect(await object('Service', 'peer0-org1', { context })).toMatchObject({ spec: { type } });
  });

  it.each(['peer0-org1', 'orderer0'])('publishes nothing but the gRPC port of %s', async (node) => {
    const context = renderContext({ reachability: 'node_port' });
    const { objects } = await render(node, { context });
    const service = (name: string, type: string, ports: readonly string[]) => ({
      metadata: { name },
      spec: { type, ports: ports.map((port) => ({ name: port })) },
    });
    expect(objects.filter(({ kind }) => kind === 'Service')).toMatchObject([
      service(node, 'NodePort', ['grpc']),
      service(`internal-${node}`, 'ClusterIP', [node === 'orderer0' ? 'admin' : 'chaincode', 'operations']),
    ]);
  });

  it('is found by an ingress controller by the name in its certificate', async () => {
    const context = renderContext({ ingress: { address: 'ingress.test:443', className: 'passthrough' } });
    const backend = { service: { name: 'peer0-org1', port: { name: 'grpc' } } };
    expect(await object('Ingress', 'peer0-org1', { context })).toMatchObject({
      spec: {
        ingressClassName: 'passthrough',
        rules: [{ host: `peer0-org1.${NAMESPACE}.svc`, http: { paths: [{ path: '/', backend }] } }],
      },
    });
  });
});

describe('a ledger', () => {
  it('is a claim of the cluster’s default class, or of a named one', async () => {
    const claim = await object('PersistentVolumeClaim', 'orderer0');
    expect(claim).toMatchObject({ metadata: { name: 'orderer0-data' }, spec: { accessModes: ['ReadWriteOnce'] } });
    expect(claim['spec']).not.toHaveProperty('storageClassName');
    const context = renderContext({ ledgers: { type: 'storage_class', name: 'fast' }, ledgerSize: '20Gi' });
    expect(await object('PersistentVolumeClaim', 'orderer0', { context })).toMatchObject({
      spec: { storageClassName: 'fast', resources: { requests: { storage: '20Gi' } } },
    });
  });

  it('is a folder of the machine of its own that outlives its claim, given to the node’s user', async () => {
    const context = renderContext({ ledgers: { type: 'host_path', path: '/srv/ledgers/' } });
    const volume = await object('PersistentVolume', 'orderer0', { context });
    expect(volume).toMatchObject({
      metadata: { name: `${NAMESPACE}-orderer0-data` },
      spec: {
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: { namespace: NAMESPACE, name: 'orderer0-data' },
        hostPath: { path: `/srv/ledgers/${NAMESPACE}/orderer0` },
      },
    });
    expect(volume.metadata).not.toHaveProperty('namespace');
    const faults = securityFaults(podSpec(await object('StatefulSet', 'orderer0', { context })));
    expect(faults).toEqual(['give-folder runs as root', 'give-folder adds capabilities']);
  });
});

describe('a chaincode server', () => {
  it('runs what Heddle built, which it sees and cannot change', async () => {
    const pod = podSpec(await object('Deployment', CHAINCODE));
    expect(pod.containers[0]).toMatchObject({
      image: 'node:24-slim',
      command: ['/opt/chaincode/start'],
      workingDir: '/opt/chaincode',
      env: expect.arrayContaining([{ name: 'CHAINCODE_SERVER_ADDRESS', value: '0.0.0.0:9999' }]) as unknown,
      volumeMounts: expect.arrayContaining([
        { name: 'shared', mountPath: '/opt/chaincode', subPath: 'builds/b1c2/output', readOnly: true },
      ]) as unknown,
    });
    expect(pod.volumes).toContainEqual({
      name: 'shared',
      persistentVolumeClaim: { claimName: 'heddle-shared', readOnly: true },
    });
  });

  it('requires the start command of a build', async () => {
    const input = { context: renderContext(), workload: workload(CHAINCODE), replicas: 1 };
    await expect(renderNode(input)).rejects.toThrow('The start command of build b1c2 is unknown');
  });

  it('runs an image by its own entry point', async () => {
    const program = { type: 'image', image: 'registry.test/cc:1' } as const;
    const pod = podSpec(await object('Deployment', CHAINCODE, { workload: { ...workload(CHAINCODE), program } }));
    expect(pod.containers[0]).toMatchObject({ image: 'registry.test/cc:1' });
    expect(pod.containers[0]).not.toHaveProperty('command');
    expect(pod.volumes.map(({ name }) => name)).toEqual(['config', 'tmp']);
  });
});

it('a custom template cannot create objects that are not found again', async () => {
  const own = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own', labels: { team: 'a' } } };
  const renderer = {
    render: () => ({ text: '', objects: [own] }),
  } as unknown as RenderNodeInput['context']['renderer'];
  const { objects, text } = await render('orderer0', { context: { ...renderContext(), renderer } });
  expect(objects[0]?.metadata).toMatchObject({
    namespace: NAMESPACE,
    labels: { team: 'a', 'heddle.dev/chain': CHAIN_ID, 'heddle.dev/node': 'orderer0' },
  });
  expect(loadAll(text)).toEqual(objects);
});
