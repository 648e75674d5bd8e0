import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Context } from 'fabric-contract-api';
import { AssetTransferContract } from './asset-transfer.js';

/** The few calls of a ledger that the contract makes, over two maps. */
class Ledger {
  public readonly state = new Map<string, Uint8Array>();
  public readonly collection = new Map<string, Uint8Array>();
  public readonly transient = new Map<string, Uint8Array>();
  public readonly events: [string, Uint8Array][] = [];

  public getState = async (key: string): Promise<Uint8Array> => this.state.get(key) ?? new Uint8Array();
  public putState = async (key: string, value: Uint8Array): Promise<void> => void this.state.set(key, value);
  public deleteState = async (key: string): Promise<void> => void this.state.delete(key);
  public getPrivateData = async (_: string, key: string): Promise<Uint8Array> =>
    this.collection.get(key) ?? new Uint8Array();
  public putPrivateData = async (_: string, key: string, value: Uint8Array): Promise<void> =>
    void this.collection.set(key, value);
  public deletePrivateData = async (_: string, key: string): Promise<void> => void this.collection.delete(key);
  public getTransient = (): Map<string, Uint8Array> => this.transient;
  public setEvent = (name: string, payload: Uint8Array): void => void this.events.push([name, payload]);

  public async *getStateByRange(): AsyncGenerator<{ key: string; value: Uint8Array }> {
    for (const [key, value] of [...this.state].sort()) yield { key, value };
  }
}

function arrange(): { contract: AssetTransferContract; ledger: Ledger; ctx: Context } {
  const ledger = new Ledger();
  return { contract: new AssetTransferContract(), ledger, ctx: { stub: ledger } as unknown as Context };
}

describe('an asset', () => {
  it('is created, announced by an event, and read back', async () => {
    const { contract, ledger, ctx } = arrange();
    await contract.CreateAsset(ctx, 'a1', 'Ada', 'blue', 5);
    assert.deepEqual(await contract.ReadAsset(ctx, 'a1'), { id: 'a1', owner: 'Ada', colour: 'blue', size: 5 });
    assert.deepEqual(
      ledger.events.map(([name]) => name),
      ['AssetCreated'],
    );
  });

  it('has the same bytes whatever order its fields were written in', async () => {
    const { contract, ledger, ctx } = arrange();
    await contract.CreateAsset(ctx, 'a1', 'Ada', 'blue', 5);
    const text = '{"colour":"blue","id":"a1","owner":"Ada","size":5}';
    assert.equal(Buffer.from(ledger.state.get('a1') ?? []).toString(), text);
  });

  it('is refused when the id is taken, the owner empty or the size negative', async () => {
    const { contract, ctx } = arrange();
    await contract.CreateAsset(ctx, 'a1', 'Ada', 'blue', 5);
    await assert.rejects(contract.CreateAsset(ctx, 'a1', 'Bob', 'red', 1), /a1 already exists/);
    await assert.rejects(contract.CreateAsset(ctx, 'a2', '', 'red', 1), /needs an owner/);
    await assert.rejects(contract.CreateAsset(ctx, 'a2', 'Bob', 'red', -1), /size/);
  });

  it('changes its owner and returns the previous one', async () => {
    const { contract, ctx } = arrange();
    await contract.CreateAsset(ctx, 'a1', 'Ada', 'blue', 5);
    assert.equal(await contract.TransferAsset(ctx, 'a1', 'Bob'), 'Ada');
    assert.equal((await contract.ReadAsset(ctx, 'a1')).owner, 'Bob');
    await assert.rejects(contract.TransferAsset(ctx, 'missing', 'Bob'), /missing does not exist/);
  });

  it('is listed with the others by id, and gone after deletion', async () => {
    const { contract, ctx } = arrange();
    await contract.CreateAsset(ctx, 'b', 'Ada', 'blue', 5);
    await contract.CreateAsset(ctx, 'a', 'Ada', 'red', 6);
    assert.deepEqual(
      (await contract.GetAllAssets(ctx)).map(({ id }) => id),
      ['a', 'b'],
    );
    await contract.DeleteAsset(ctx, 'a');
    assert.deepEqual(
      (await contract.GetAllAssets(ctx)).map(({ id }) => id),
      ['b'],
    );
  });
});

describe('private details', () => {
  it('come by the transient map, go to the collection and leave no trace in the state', async () => {
    const { contract, ledger, ctx } = arrange();
    ledger.transient.set('details', Buffer.from('{"appraisedValue":1300}'));
    await contract.CreateAsset(ctx, 'a1', 'Ada', 'blue', 5);
    assert.deepEqual(await contract.ReadPrivateDetails(ctx, 'a1'), { id: 'a1', appraisedValue: 1300 });
    assert.doesNotMatch(Buffer.from(ledger.state.get('a1') ?? []).toString(), /1300/);
  });

  it('are refused when they are missing, not JSON or not a positive whole number', async () => {
    const { contract, ledger, ctx } = arrange();
    await assert.rejects(contract.SetPrivateDetails(ctx, 'a1'), /no "details"/);
    for (const [text, reason] of [
      ['{', /not JSON/],
      ['1', /not a JSON object/],
      ['{"appraisedValue":-1}', /positive/],
    ] as const) {
      ledger.transient.set('details', Buffer.from(text));
      await assert.rejects(contract.SetPrivateDetails(ctx, 'a1'), reason);
    }
  });
});
