import type { Part } from '../test/tally.ts';

const LONGEST = 400;

/** The findings of all rounds. */
interface Findings {
  requests: number;
  /** By method and path; the set is empty for a route that conforms to the document. */
  readonly routes: Map<string, Set<string>>;
  /** Findings that belong to no route. */
  readonly others: Set<string>;
}

/** A line of schemathesis' report in JSON. */
interface Event {
  readonly ScenarioFinished?: { readonly recorder: Recorder };
  readonly EngineFinished?: { readonly stop_reason: string };
  readonly NonFatalError?: unknown;
  readonly FatalError?: unknown;
}

interface Recorder {
  readonly label: string;
  readonly interactions?: Readonly<Record<string, Interaction>>;
  readonly checks?: Readonly<Record<string, readonly Check[]>>;
}

interface Interaction {
  readonly response?: { readonly status_code: number } | null;
}

type Check =
  | { readonly name: string; readonly status: 'success' }
  | { readonly name: string; readonly status: 'failure'; readonly failure_info: FailureInfo };

interface FailureInfo {
  readonly failure: { readonly operation: string; readonly message: string };
}

export const noFindings = (): Findings => ({ requests: 0, routes: new Map(), others: new Set() });

/** Adds the report of one round, a line of JSON for each event. */
export function addEvents(findings: Findings, events: string): void {
  let completed = false;
  for (const line of events.split('\n').filter(Boolean)) {
    const { ScenarioFinished, EngineFinished, NonFatalError, FatalError } = JSON.parse(line) as Event;
    if (ScenarioFinished) addScenario(findings, ScenarioFinished.recorder);
    const error = NonFatalError ?? FatalError;
    if (error) findings.others.add(shortened(JSON.stringify(error)));
    if (EngineFinished) completed = EngineFinished.stop_reason === 'completed';
  }
  if (!completed) findings.others.add('schemathesis did not complete');
}

function addScenario(findings: Findings, { label, interactions = {}, checks = {} }: Recorder): void {
  findings.requests += Object.keys(interactions).length;
  // Scenarios of several routes are named otherwise.
  if (/^[A-Z]+ \//.test(label)) found(findings, label);
  for (const [id, results] of Object.entries(checks)) {
    for (const check of results) {
      if (check.status !== 'failure') continue;
      const { operation, message } = check.failure_info.failure;
      const answer = interactions[id]?.response?.status_code ?? 'no answer';
      found(findings, operation).add(shortened(`${answer}: ${check.name}: ${message}`));
    }
  }
}

function found({ routes }: Findings, route: string): Set<string> {
  const known = routes.get(route) ?? new Set<string>();
  routes.set(route, known);
  return known;
}

function shortened(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, LONGEST);
}

/** The findings as tests, one for each route. */
export function partOf({ routes, others }: Findings): Part {
  const name = 'fuzz';
  const failed = [...routes].filter(([, found]) => found.size > 0);
  const failures = [
    ...failed.flatMap(([route, found]) => [...found].map((finding) => `${name}: ${route}: ${finding}`)),
    ...[...others].map((finding) => `${name}: ${finding}`),
  ];
  return { name, tally: { passed: routes.size - failed.length, failed: failures.length, skipped: 0 }, failures };
}
