import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addEvents, noFindings, partOf } from './report.ts';

const lines = (...events: object[]) => events.map((event) => JSON.stringify(event)).join('\n');
const end = { EngineFinished: { stop_reason: 'completed' } };
const good = { name: 'not_a_server_error', status: 'success' };

const scenario = (label: string, ...results: object[]) => ({
  ScenarioFinished: {
    recorder: { label, interactions: { a: { response: { status_code: 500 } } }, checks: { a: results } },
  },
});

const bad = (operation: string) => ({
  name: 'not_a_server_error',
  status: 'failure',
  failure_info: { failure: { operation, message: 'Server\nerror' } },
});

function partFrom(...events: string[]) {
  const findings = noFindings();
  for (const round of events) addEvents(findings, round);
  return { requests: findings.requests, ...partOf(findings) };
}

describe('the findings of schemathesis', () => {
  it('count routes as tests, over all rounds', () => {
    const round = lines(scenario('GET /a', good), scenario('GET /b', good), end);
    const { requests, tally, failures } = partFrom(round, round);
    assert.deepEqual(
      { requests, tally, failures },
      {
        requests: 4,
        tally: { passed: 2, failed: 0, skipped: 0 },
        failures: [],
      },
    );
  });

  it('are named once each, with the route and the status of the answer', () => {
    const round = lines(scenario('GET /a', good, bad('GET /a'), bad('GET /a')), scenario('GET /b', good), end);
    const { tally, failures } = partFrom(round, round);
    assert.deepEqual(tally, { passed: 1, failed: 1, skipped: 0 });
    assert.deepEqual(failures, ['fuzz: GET /a: 500: not_a_server_error: Server error']);
  });

  it('of a scenario of several routes belong to the route that failed', () => {
    const { tally, failures } = partFrom(lines(scenario('Stateful tests', bad('GET /b')), end));
    assert.deepEqual([tally.failed, failures.length], [1, 1]);
    assert.match(failures[0] ?? '', /^fuzz: GET \/b: /);
  });

  it('include a failure when a round did not complete', () => {
    const { tally, failures } = partFrom(lines(scenario('GET /a', good)));
    assert.equal(tally.failed, 1);
    assert.match(failures[0] ?? '', /did not complete/);
  });
});
