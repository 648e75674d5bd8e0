const LONGEST = 400;

/**
 * What rounds have found.
 * @typedef {object} Findings
 * @property {number} requests
 * @property {Map<string, Set<string>>} routes by method and path; an empty set for one that holds what it declares
 * @property {Set<string>} others what belongs to no route
 */

/** @returns {Findings} */
export const noFindings = () => ({ requests: 0, routes: new Map(), others: new Set() });

/**
 * Adds what schemathesis has written of one round, a line of JSON for each event.
 * @param {Findings} findings
 * @param {string} events
 */
export function addEvents(findings, events) {
  let completed = false;
  for (const line of events.split('\n').filter(Boolean)) {
    const { ScenarioFinished, EngineFinished, NonFatalError, FatalError } = JSON.parse(line);
    if (ScenarioFinished) addScenario(findings, ScenarioFinished.recorder);
    const error = NonFatalError ?? FatalError;
    if (error) findings.others.add(shortened(JSON.stringify(error)));
    if (EngineFinished) completed = EngineFinished.stop_reason === 'completed';
  }
  if (!completed) findings.others.add('schemathesis did not come to its end');
}

/**
 * @param {Findings} findings
 * @param {{ label: string, interactions?: Record<string, any>, checks?: Record<string, any[]> }} recorder
 */
function addScenario(findings, { label, interactions = {}, checks = {} }) {
  findings.requests += Object.keys(interactions).length;
  // Scenarios of several routes are named otherwise.
  if (/^[A-Z]+ \//.test(label)) found(findings, label);
  for (const [id, results] of Object.entries(checks)) {
    for (const { name, status, failure_info: info } of results) {
      if (status !== 'failure') continue;
      const answer = interactions[id]?.response?.status_code ?? 'no answer';
      found(findings, info.failure.operation).add(shortened(`${answer}: ${name}: ${info.failure.message}`));
    }
  }
}

/**
 * @param {Findings} findings
 * @param {string} route
 */
function found({ routes }, route) {
  const known = routes.get(route) ?? new Set();
  routes.set(route, known);
  return known;
}

/** @param {string} text */
function shortened(text) {
  return text.replaceAll(/\s+/g, ' ').slice(0, LONGEST);
}

/**
 * The findings as tests: one of each route.
 * @param {Findings} findings
 * @returns {import('../test/tally.mjs').Part}
 */
export function partOf({ routes, others }) {
  const name = 'fuzz';
  const failed = [...routes].filter(([, found]) => found.size > 0);
  const failures = [
    ...failed.flatMap(([route, found]) => [...found].map((finding) => `${name}: ${route}: ${finding}`)),
    ...[...others].map((finding) => `${name}: ${finding}`),
  ];
  return { name, tally: { passed: routes.size - failed.length, failed: failures.length, skipped: 0 }, failures };
}
