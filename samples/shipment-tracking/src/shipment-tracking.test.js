'use strict';

const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { ShipmentTracking } = require('./shipment-tracking');

/** The few calls of a ledger that the contract makes, over a map. */
function arrange() {
  const state = new Map();
  const history = new Map();
  const events = [];
  const stub = {
    getState: async (key) => state.get(key) ?? new Uint8Array(),
    putState: async (key, value) => {
      state.set(key, value);
      history.set(key, [{ txId: `tx${events.length}`, value }, ...(history.get(key) ?? [])]);
    },
    setEvent: (name) => events.push(name),
    getHistoryForKey: async function* (key) {
      yield* history.get(key) ?? [];
    },
  };
  return { contract: new ShipmentTracking(), ctx: { stub }, events };
}

describe('a shipment', () => {
  it('is tracked from its origin to its delivery', async () => {
    const { contract, ctx, events } = arrange();
    await contract.Register(ctx, 's1', 'Ada', 'Hamburg');
    await contract.Pass(ctx, 's1', 'Basel');
    await contract.Deliver(ctx, 's1');
    assert.deepEqual(JSON.parse(await contract.Track(ctx, 's1')), {
      id: 's1',
      sender: 'Ada',
      places: ['Hamburg', 'Basel'],
      delivered: true,
    });
    assert.deepEqual(events, ['ShipmentRegistered', 'ShipmentPassed', 'ShipmentDelivered']);
  });

  it('is refused without its fields, twice, unknown, and after its delivery', async () => {
    const { contract, ctx } = arrange();
    await assert.rejects(contract.Register(ctx, 's1', '', 'Hamburg'), /needs an id/);
    await contract.Register(ctx, 's1', 'Ada', 'Hamburg');
    await assert.rejects(contract.Register(ctx, 's1', 'Ada', 'Hamburg'), /registered already/);
    await assert.rejects(contract.Pass(ctx, 's2', 'Basel'), /not registered/);
    await assert.rejects(contract.Pass(ctx, 's1', ''), /needs a name/);
    await contract.Deliver(ctx, 's1');
    await assert.rejects(contract.Pass(ctx, 's1', 'Basel'), /was delivered/);
  });

  it('has a history, newest version first', async () => {
    const { contract, ctx } = arrange();
    await contract.Register(ctx, 's1', 'Ada', 'Hamburg');
    await contract.Deliver(ctx, 's1');
    const versions = JSON.parse(await contract.History(ctx, 's1'));
    assert.deepEqual(
      versions.map(({ shipment }) => shipment.delivered),
      [true, false],
    );
  });
});
