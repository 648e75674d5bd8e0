import { api as routes, type BodyInputOf, type Chain, type Chaincode, type Channel } from '@heddle/contracts';
import { TestRedis } from '@heddle/testing';
import { ApiUnderTest } from './api-under-test';
import { goSample } from './archives';
import { ContractClient } from './contract-client';
import { TestWorker } from './test-worker';

/** An API with a worker and a chain of real nodes, for specs of what uses a chain from outside. */
export class ChainUnderTest {
  private constructor(
    readonly api: ApiUnderTest,
    readonly client: ContractClient,
    readonly chain: Chain,
    private readonly parts: readonly { stop(): Promise<void> }[],
  ) {}

  static async start(body: BodyInputOf<typeof routes.chains.create>): Promise<ChainUnderTest> {
    const parts: { stop(): Promise<void> }[] = [];
    try {
      const redis = await TestRedis.start();
      parts.unshift(redis);
      const api = await ApiUnderTest.start(redis.url);
      parts.unshift(api);
      parts.unshift(await TestWorker.start(api.settings));
      await api.signIn();
      const client = new ContractClient(api);
      const chain = await client.succeeded(await client.ask(routes.chains.create, { body }));
      return new ChainUnderTest(api, client, chain, parts);
    } catch (error) {
      await stopped(parts);
      throw error;
    }
  }

  async channel(name: string, organizations: string[]): Promise<Channel> {
    const params = { chainId: this.chain.id };
    return this.client.succeeded(
      await this.client.ask(routes.channels.create, { params, body: { name, organizations } }),
    );
  }

  /** Deploys the Go sample. */
  async deploy({ id }: Channel, name: string): Promise<Chaincode> {
    const source = await this.client.ask(routes.chaincodes.upload, { upload: await goSample() });
    return this.client.succeeded<Chaincode>(
      await this.client.ask(routes.chaincodes.deploy, {
        params: { chainId: this.chain.id, channelId: id },
        body: { name, version: '1.0', origin: { type: 'source', sourceId: source.id } },
      }),
    );
  }

  stop(): Promise<void> {
    return stopped(this.parts);
  }
}

async function stopped(parts: readonly { stop(): Promise<void> }[]): Promise<void> {
  for (const part of parts) await part.stop();
}
