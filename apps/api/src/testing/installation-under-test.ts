import type { SignedInClient } from '@heddle/client';
import { TestRedis } from '@heddle/testing';
import { ApiUnderTest } from './api-under-test';
import { TestWorker } from './test-worker';

/** An API with Redis, a worker and a signed-in administrator. */
export class InstallationUnderTest {
  private constructor(
    readonly api: ApiUnderTest,
    readonly worker: TestWorker,
    readonly client: SignedInClient,
    private readonly redis: TestRedis,
  ) {}

  static async start(): Promise<InstallationUnderTest> {
    const started: { stop(): Promise<void> }[] = [];
    try {
      const redis = await TestRedis.start();
      started.unshift(redis);
      const api = await ApiUnderTest.start(redis.url);
      started.unshift(api);
      const worker = await TestWorker.start(api.settings);
      started.unshift(worker);
      await api.signIn();
      return new InstallationUnderTest(api, worker, await api.client(), redis);
    } catch (error) {
      for (const part of started) await part.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    for (const part of [this.worker, this.api, this.redis]) await part.stop();
  }
}
