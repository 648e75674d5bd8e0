import type { SignedInClient } from '@heddle/client';
import { api as routes, type BodyInputOf, type Chain, type Chaincode, type Channel } from '@heddle/contracts';
import type { ApiUnderTest } from './api-under-test';
import { goSample } from './archives';
import { InstallationUnderTest } from './installation-under-test';
import type { TestWorker } from './test-worker';

/** An installation with a chain of real nodes, for specs that use a chain. */
export class ChainUnderTest {
  private constructor(
    private readonly installation: InstallationUnderTest,
    readonly chain: Chain,
  ) {}

  static async start(body: BodyInputOf<typeof routes.chains.create>): Promise<ChainUnderTest> {
    const installation = await InstallationUnderTest.start();
    const { client } = installation;
    try {
      return new ChainUnderTest(installation, await client.succeeded(await client.ask(routes.chains.create, { body })));
    } catch (error) {
      await installation.stop();
      throw error;
    }
  }

  get api(): ApiUnderTest {
    return this.installation.api;
  }

  get client(): SignedInClient {
    return this.installation.client;
  }

  get worker(): TestWorker {
    return this.installation.worker;
  }

  /** @param organizations all organizations of the chain by default */
  async channel(name: string, organizations?: string[]): Promise<Channel> {
    const params = { chainId: this.chain.id };
    return this.client.succeeded(
      await this.client.ask(routes.channels.create, { params, body: { name, organizations } }),
    );
  }

  /** Deploys the Go sample with additional files. */
  async deploy({ id }: Channel, name: string, files: Readonly<Record<string, string>> = {}): Promise<Chaincode> {
    const source = await this.client.ask(routes.chaincodes.upload, { file: await goSample(files) });
    return this.client.succeeded<Chaincode>(
      await this.client.ask(routes.chaincodes.deploy, {
        params: { chainId: this.chain.id, channelId: id },
        body: { name, version: '1.0', origin: { type: 'source', sourceId: source.id } },
      }),
    );
  }

  stop(): Promise<void> {
    return this.installation.stop();
  }
}
