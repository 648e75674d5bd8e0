import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { GatewayClient } from '@heddle/fabric';
import type { OpenChain } from './chain-clients';

const TIMEOUT_MS = 5_000;
const PAUSE_MS = 20;

/** Submits one transaction after another, through each peer in turn, even if single ones fail. */
export class SubmitStream {
  /** Ids of the transactions whose commit a peer has acknowledged. */
  readonly acknowledged: string[] = [];
  /** Errors of the others. */
  readonly failures: string[] = [];
  readonly #prefix = randomUUID();
  #going = true;
  readonly #end: Promise<void>;

  constructor(
    private readonly chain: OpenChain,
    private readonly channel: string,
    private readonly chaincode: string,
  ) {
    this.#end = this.#run();
  }

  async stop(): Promise<void> {
    this.#going = false;
    await this.#end;
  }

  async #run(): Promise<void> {
    for (let count = 0; this.#going; count += 1) {
      try {
        this.acknowledged.push(await this.#submit(count));
      } catch (error) {
        this.failures.push(String(error));
        // A call on a closed connection fails at once: without a pause nothing else would run.
        await delay(PAUSE_MS);
      }
    }
  }

  async #submit(count: number): Promise<string> {
    const { world, clients } = this.chain;
    const node = world.peers[count % world.peers.length];
    if (node === undefined) throw new Error('The chain has no peer.');
    const gateway = new GatewayClient(await clients.peer(node));
    const call = { fn: 'CreateAsset', args: [`${this.#prefix}-${count}`, 'ada', 'blue', '1'] };
    const { transactionId } = await gateway.submit(this.channel, this.chaincode, call, { timeout: TIMEOUT_MS });
    return transactionId;
  }
}
