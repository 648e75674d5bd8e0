import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { GatewayError, type ErrorDetail } from '@hyperledger/fabric-gateway';
import { fromGatewayError, type GatewayStage } from './gateway-errors';

const REFUSAL: ErrorDetail = { address: 'peer0.org2:7051', mspId: 'Org2MSP', message: 'chaincode response 500, no' };

function translate(stage: GatewayStage, code: status, details: string, refusals: ErrorDetail[] = []) {
  const cause: ServiceError = Object.assign(new Error(details), { code, details, metadata: new Metadata() });
  const error = new GatewayError({ code, details: refusals, cause, message: details });
  return fromGatewayError(error, stage, { address: 'peer0.org1:7051', what: 'a call' });
}

describe('an error of the gateway', () => {
  it('names every peer that refused to endorse', () => {
    expect(translate('endorse', status.ABORTED, 'failed to endorse', [REFUSAL])).toMatchObject({
      code: 'endorsement_refused',
      retryable: false,
      refusals: [REFUSAL],
      message: expect.stringContaining('Org2MSP peer0.org2:7051: chaincode response 500, no') as string,
    });
  });

  it('says how a chaincode is initialized', () => {
    const missing = {
      ...REFUSAL,
      message: "chaincode 'a' has not been initialized for this version, must call as init first",
    };
    const done = { ...REFUSAL, message: "chaincode 'a' is already initialized but called as init" };
    for (const stage of ['evaluate', 'endorse'] as const) {
      expect(translate(stage, status.UNKNOWN, 'failed', [missing])).toMatchObject({
        code: 'chaincode_uninitialized',
        retryable: false,
        refusals: [missing],
        remedy: expect.stringContaining('with isInit first') as string,
      });
      expect(translate(stage, status.ABORTED, 'failed', [done]).remedy).toContain('without isInit');
    }
  });

  it('blames the identity when that is what the peers blame', () => {
    const denied = {
      ...REFUSAL,
      message: 'error validating proposal: access denied: channel [c] creator org [Org1MSP]',
    };

    expect(translate('endorse', status.ABORTED, 'failed to endorse', [denied])).toMatchObject({
      code: 'access_denied',
      address: 'peer0.org2:7051',
    });
  });

  it('may be retried while the gateway knows too few peers', () => {
    const details = 'no combination of peers can be derived which satisfy the endorsement policy';

    expect(translate('endorse', status.FAILED_PRECONDITION, details)).toMatchObject({
      code: 'endorsers_unavailable',
      retryable: true,
    });
    expect(translate('evaluate', status.UNAVAILABLE, 'no peers available to evaluate chaincode')).toMatchObject({
      code: 'endorsers_unavailable',
    });
  });

  it('distinguishes an unavailable gateway from one that found no endorsers', () => {
    expect(translate('endorse', status.UNAVAILABLE, 'connect ECONNREFUSED')).toMatchObject({ code: 'unreachable' });
  });

  it('may be retried while no orderer takes the transaction', () => {
    const orderer = { address: 'orderer0:7050', mspId: 'OrdererMSP', message: 'rpc error: no leader' };

    expect(
      translate('submit', status.UNAVAILABLE, 'no orderers could successfully process transaction', [orderer]),
    ).toMatchObject({ code: 'no_leader', retryable: true, refusals: [orderer] });
  });

  it('gives status and words of an orderer that refused permanently', () => {
    const details = 'received unsuccessful response from orderer: status=BAD_REQUEST, info=message too large';

    expect(translate('submit', status.ABORTED, details)).toMatchObject({
      code: 'orderer_refused',
      status: 'BAD_REQUEST',
      detail: 'message too large',
      retryable: false,
    });
  });

  it('goes to another orderer when this one is not joined to the channel', () => {
    const words = 'channel creation request not allowed because the orderer system channel is not defined';
    const details = `received unsuccessful response from orderer: status=BAD_REQUEST, info=${words}`;

    expect(translate('submit', status.ABORTED, details)).toMatchObject({
      code: 'orderer_not_joined',
      detail: words,
      retryable: true,
    });
  });

  it.each([
    ['chaincode_crashed', 'error in simulation: failed to execute transaction 1: chaincode stream terminated'],
    [
      'chaincode_crashed',
      'error in simulation: failed to execute transaction 1: error sending: chaincode stream terminated',
    ],
    [
      'chaincode_timeout',
      'error in simulation: failed to execute transaction 1: timeout expired while executing transaction',
    ],
    [
      'chaincode_unavailable',
      'error in simulation: failed to execute transaction 1: could not launch chaincode a:1: x',
    ],
  ])('is %s by the words of every endorser', (code, message) => {
    const absent = { ...REFUSAL, message: 'could not launch chaincode a:1: connection refused' };
    expect(translate('endorse', status.ABORTED, 'failed', [absent, { ...REFUSAL, message }])).toMatchObject({ code });
    expect(translate('evaluate', status.UNKNOWN, 'failed', [{ ...REFUSAL, message }])).toMatchObject({ code });
    expect(translate('endorse', status.ABORTED, 'failed', [REFUSAL, { ...REFUSAL, message }])).toMatchObject({
      code: 'endorsement_refused',
    });
  });

  it('is about absent endorsers when the gateway reached none of those that it lacked', () => {
    const away = { ...REFUSAL, message: 'rpc error: code = Unavailable desc = connection error: connection refused' };
    expect(translate('endorse', status.ABORTED, 'failed to collect enough', [away])).toMatchObject({
      code: 'endorsers_unavailable',
      retryable: true,
      message: expect.stringContaining('Org2MSP') as string,
    });
  });

  it('names the peers whose results differ', () => {
    const differs = { ...REFUSAL, message: 'ProposalResponsePayloads do not match' };
    expect(translate('endorse', status.ABORTED, 'failed to collect enough', [differs])).toMatchObject({
      code: 'endorsements_differ',
      refusals: [differs],
      remedy: expect.stringContaining('no clock') as string,
    });
  });

  it('of a commit status that did not come is a timeout', () => {
    expect(translate('commit-status', status.DEADLINE_EXCEEDED, 'Deadline exceeded')).toMatchObject({
      code: 'timeout',
      retryable: true,
    });
  });
});
