import type { RuntimeError } from '@heddle/runtime';
import { clusterError, messageOf, statusOf } from './cluster-error';
import { ClusterRefusedError } from './errors';

const call = { server: 'https://east.example:6443', what: 'make a namespace' };

/** As the client library throws it. */
const answer = (code: number, body: unknown) => Object.assign(new Error(`HTTP-Code: ${code}`), { code, body });
const forbidden = answer(403, JSON.stringify({ kind: 'Status', message: 'namespaces is forbidden' }));

describe('an error of a cluster', () => {
  it('that rejects a request is reported in the words of the API server', () => {
    const error = clusterError(forbidden, call);
    expect(error).toMatchObject({ code: 'cluster_refused', retryable: false, cause: forbidden });
    expect(error.message).toBe(
      'Could not make a namespace at https://east.example:6443: it does not allow this (403): namespaces is forbidden',
    );
    expect(error.remedy).toMatch(/permissions/);
  });

  it.each([
    [500, 'cluster_unreachable'],
    [503, 'cluster_unreachable'],
    [429, 'cluster_unreachable'],
    [409, 'cluster_refused'],
    [422, 'cluster_refused'],
  ])('%d is %s', (status, code) => {
    expect(clusterError(answer(status, 'no'), call)).toMatchObject({ code, retryable: code === 'cluster_unreachable' });
  });

  it('is found in the causes of what fetch throws', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const fetchFailed = new TypeError('fetch failed', { cause: new AggregateError([refused], 'all') });
    expect(clusterError(fetchFailed, call).message).toMatch(/nothing listens there/);
  });

  it('that is unknown keeps its message', () => {
    expect(clusterError(new Error('out of coffee'), call).message).toMatch(/: out of coffee\.$/);
    expect(clusterError('just text', call).message).toMatch(/: just text\.$/);
  });

  it('that was translated already is unchanged', () => {
    const known: RuntimeError = new ClusterRefusedError('no', { remedy: 'None.' });
    expect(clusterError(known, call)).toBe(known);
  });

  it('has a status and a message when it is an answer', () => {
    expect([statusOf(forbidden), statusOf(new Error('x')), statusOf(undefined)]).toEqual([403, undefined, undefined]);
    expect([messageOf(answer(400, { message: 'parsed' })), messageOf(answer(400, 'plain\n')), messageOf(3)]).toEqual([
      'parsed',
      'plain',
      '3',
    ]);
  });
});
