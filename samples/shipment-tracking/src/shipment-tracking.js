'use strict';

const { Contract } = require('fabric-contract-api');

/** Shipments: who sent what, and which places it passed. */
class ShipmentTracking extends Contract {
  constructor() {
    super('ShipmentTracking');
  }

  /** Registers a shipment at the place where it begins. */
  async Register(ctx, id, sender, origin) {
    if (id === '' || sender === '' || origin === '') throw new Error('a shipment needs an id, a sender and an origin');
    if (await this.#find(ctx, id)) throw new Error(`shipment ${id} is registered already`);
    return this.#write(ctx, { id, sender, places: [origin], delivered: false }, 'ShipmentRegistered');
  }

  /** Adds the place that a shipment has come to. */
  async Pass(ctx, id, place) {
    if (place === '') throw new Error('a place needs a name');
    const shipment = await this.#onItsWay(ctx, id);
    return this.#write(ctx, { ...shipment, places: [...shipment.places, place] }, 'ShipmentPassed');
  }

  /** Ends a shipment at its last place. */
  async Deliver(ctx, id) {
    return this.#write(ctx, { ...(await this.#onItsWay(ctx, id)), delivered: true }, 'ShipmentDelivered');
  }

  async Track(ctx, id) {
    return JSON.stringify(await this.#get(ctx, id));
  }

  /** Every version of a shipment with its transaction, newest first. */
  async History(ctx, id) {
    const versions = [];
    for await (const { txId, value } of ctx.stub.getHistoryForKey(id)) {
      versions.push({ transactionId: txId, shipment: JSON.parse(Buffer.from(value).toString()) });
    }
    return JSON.stringify(versions);
  }

  async #onItsWay(ctx, id) {
    const shipment = await this.#get(ctx, id);
    if (shipment.delivered) throw new Error(`shipment ${id} was delivered`);
    return shipment;
  }

  async #get(ctx, id) {
    const shipment = await this.#find(ctx, id);
    if (shipment === undefined) throw new Error(`shipment ${id} is not registered`);
    return shipment;
  }

  async #find(ctx, id) {
    const bytes = await ctx.stub.getState(id);
    return bytes.length === 0 ? undefined : JSON.parse(Buffer.from(bytes).toString());
  }

  /** Every endorser must compute the same bytes: the fields come in one order. */
  async #write(ctx, { id, sender, places, delivered }, event) {
    const text = JSON.stringify({ id, sender, places, delivered });
    await ctx.stub.putState(id, Buffer.from(text));
    ctx.stub.setEvent(event, Buffer.from(text));
    return text;
  }
}

module.exports = { ShipmentTracking };
