import { Injectable } from '@nestjs/common';
import {
  ChaincodeUnavailableError,
  EndorsementRefusedError,
  EndorsementsDifferError,
  EndorsersUnavailableError,
  TransactionInvalidError,
} from '@heddle/fabric';
import { ChannelGateways } from '../../fabric/channel-gateways';
import { NodeLogs } from '../../nodes/node-logs';
import { Resources } from '../../resources';
import { absentEndorsers } from './absent-endorsers';
import { chaincodeFailure } from './chaincode-failure';
import { endorsementDifference } from './endorsement-difference';
import type { FailedCall } from './failed-call';
import { privateDataRefusal } from './private-data';
import { readConflict } from './read-conflict';

/** Adds what a node's error message lacks: whose server, which key, which organization. */
@Injectable()
export class CallFailures {
  constructor(
    private readonly resources: Resources,
    private readonly gateways: ChannelGateways,
    private readonly logs: NodeLogs,
  ) {}

  /** @returns the error to answer with: a more detailed problem, or the same error */
  async explained(error: unknown, call: FailedCall): Promise<unknown> {
    try {
      return await this.#explained(error, call);
    } catch (failure) {
      // A failed explanation must not hide the original failure.
      this.resources.log.warn(
        { err: failure, chaincode: call.chaincode.name },
        'The explanation of a failed call failed',
      );
      return error;
    }
  }

  async #explained(error: unknown, call: FailedCall): Promise<unknown> {
    const { gateways, logs } = this;
    const { store } = this.resources.database;
    if (error instanceof ChaincodeUnavailableError) return chaincodeFailure(error, call, { store, logs });
    if (error instanceof EndorsementsDifferError) return endorsementDifference(error, call, gateways);
    if (error instanceof EndorsersUnavailableError) return absentEndorsers(error, call, { store, gateways });
    if (error instanceof EndorsementRefusedError) return (await privateDataRefusal(error, call, store)) ?? error;
    if (isReadConflict(error)) return readConflict(error, call, gateways);
    return error;
  }
}

function isReadConflict(error: unknown): error is TransactionInvalidError {
  return error instanceof TransactionInvalidError && error.retryable;
}
