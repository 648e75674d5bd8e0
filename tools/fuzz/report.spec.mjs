import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addEvents, noFindings, partOf } from './report.mjs';

/** @param {...object} events */
const lines = (...events) => events.map((event) => JSON.stringify(event)).join('\n');
const end = { EngineFinished: { stop_reason: 'completed' } };
const good = { name: 'not_a_server_error', status: 'success' };

/**
 * @param {string} label
 * @param {...object} results
 */
const scenario = (label, ...results) => ({
  ScenarioFinished: {
    recorder: { label, interactions: { a: { response: { status_code: 500 } } }, checks: { a: results } },
  },
});

/** @param {string} operation */
const bad = (operation) => ({
  name: 'not_a_server_error',
  status: 'failure',
  failure_info: { failure: { operation, message: 'Server\nerror' } },
});

/** @param {...string} events */
function partFrom(...events) {
  const findings = noFindings();
  for (const round of events) addEvents(findings, round);
  return { requests: findings.requests, ...partOf(findings) };
}

describe('what schemathesis has found', () => {
  it('counts routes as tests, over all rounds', () => {
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

  it('names each finding once, with its route and the status of its answer', () => {
    const round = lines(scenario('GET /a', good, bad('GET /a'), bad('GET /a')), scenario('GET /b', good), end);
    const { tally, failures } = partFrom(round, round);
    assert.deepEqual(tally, { passed: 1, failed: 1, skipped: 0 });
    assert.deepEqual(failures, ['fuzz: GET /a: 500: not_a_server_error: Server error']);
  });

  it('counts what a scenario of several routes finds for the route where it was found', () => {
    const { tally, failures } = partFrom(lines(scenario('Stateful tests', bad('GET /b')), end));
    assert.deepEqual([tally.failed, failures.length], [1, 1]);
    assert.match(failures[0] ?? '', /^fuzz: GET \/b: /);
  });

  it('is a failure when a round has not come to its end', () => {
    const { tally, failures } = partFrom(lines(scenario('GET /a', good)));
    assert.equal(tally.failed, 1);
    assert.match(failures[0] ?? '', /did not come to its end/);
  });
});
