import type { ClusterContext } from '../cluster-context';
import { Claim } from '../observe/kube-objects';
import { ApiProxy } from '../observe/testing/api-proxy';
import { TestChain } from '../observe/testing/test-chain';
import { watchObjects } from './watch-objects';

jest.setTimeout(180_000);

/** The events of a watch, and its end. */
interface Witness {
  readonly seen: string[];
  readonly connection: string[];
  until(what: string): Promise<void>;
  end(): Promise<void>;
}

describe('a watch of a real API server', () => {
  let chain: TestChain;
  let proxy: ApiProxy;
  let context: ClusterContext;
  let witness: Witness;

  beforeAll(async () => {
    chain = await TestChain.start();
  });
  beforeEach(async () => {
    const way = await ApiProxy.start();
    proxy = way.proxy;
    context = { ...chain.context, api: way.api };
  });
  afterEach(async () => {
    await witness.end();
    await proxy[Symbol.asyncDispose]();
  });
  afterAll(() => chain[Symbol.asyncDispose]());

  const watch = (streamSeconds?: number): Witness => {
    const controller = new AbortController();
    const seen: string[] = [];
    const connection: string[] = [];
    const done = watchObjects(context, {
      path: `/api/v1/namespaces/${chain.namespace}/persistentvolumeclaims`,
      schema: Claim,
      signal: controller.signal,
      ...(streamSeconds !== undefined && { streamSeconds }),
      onList: (items) => seen.push(`list ${items.map(({ metadata }) => metadata.name).join()}`),
      onChange: ({ type, object }) => seen.push(`${type} ${object.metadata.name}`),
      onConnection: ({ type }) => connection.push(type),
    });
    return {
      seen,
      connection,
      until: async (what) => {
        await chain.until(() => Promise.resolve([...seen, ...connection].includes(what) ? true : undefined));
      },
      end: async () => {
        controller.abort();
        await done;
      },
    };
  };
  const claim = (name: string) => chain.claim(name, 'absent');
  const remove = (name: string) =>
    chain.api.core.deleteNamespacedPersistentVolumeClaim({ namespace: chain.namespace, name });

  it('still delivers after three streams without events, without listing again', async () => {
    const requests = jest.spyOn(context.api.config, 'connection');
    witness = watch(6);
    await witness.until('list ');
    // The list, three streams that ended, and the one that is open.
    await chain.until(() => Promise.resolve(requests.mock.calls.length >= 5 ? true : undefined));
    await claim('late');
    await witness.until('set late');
    await remove('late');
    await witness.until('deleted late');
    expect(witness.seen.filter((what) => what.startsWith('list'))).toHaveLength(1);
    expect(witness.connection).toEqual([]);
  });

  it('resumes from its position when the connection is reset', async () => {
    witness = watch();
    await witness.until('list ');
    proxy.cut('accept');
    await claim('after-reset');
    await witness.until('set after-reset');
    expect(witness.seen.filter((what) => what.startsWith('list'))).toHaveLength(1);
    expect(witness.connection).toEqual(['interrupted', 'up']);
    await remove('after-reset');
    await witness.until('deleted after-reset');
  });

  it('reports that the server is unavailable and back, and what changed meanwhile', async () => {
    witness = watch();
    await witness.until('list ');
    proxy.cut('refuse');
    await witness.until('away');
    await claim('meanwhile');
    proxy.restore();
    await witness.until('list meanwhile');
    expect(witness.connection).toEqual(['interrupted', 'away', 'up']);
  });

  it('holds no connection after its end', async () => {
    witness = watch();
    await witness.until('list meanwhile');
    await chain.until(() => Promise.resolve(proxy.connections > 0 ? true : undefined));
    await witness.end();
    await chain.until(() => Promise.resolve(proxy.connections === 0 ? true : undefined));
  });
});
