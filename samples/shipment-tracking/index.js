'use strict';

const { ShipmentTracking } = require('./src/shipment-tracking');

/** What fabric-chaincode-node serves. */
module.exports.contracts = [ShipmentTracking];
