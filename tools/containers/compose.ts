import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { load } from 'js-yaml';
import { fromRoot } from '../lib/root.mjs';
import { mustRun, run } from '../lib/run.mjs';
import { ToolError, say } from '../lib/say.mjs';
import { ensureProgram } from '../setup/programs.ts';
import type { Engine } from './engine.ts';

const PODMAN_COMPOSE = '1.6.0';
const FILE = fromRoot('docker-compose.yml');
const START_MS = 120_000;

type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

interface Service {
  readonly depends_on?: Record<string, { condition: Condition }>;
  readonly healthcheck?: { disable?: boolean };
}

export interface ComposeStackOptions {
  readonly engine: Engine;
  /** Path of podman-compose. */
  readonly program: string;
  /** Name of the project; it is part of the containers' names. */
  readonly project: string;
  /** As in .env. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Runs docker-compose.yml with podman-compose. Debian's Podman has no timers to run health checks and cannot wait for
 * them, so the conditions of `depends_on` are handled here: each service starts once its dependencies meet their
 * conditions.
 */
export class ComposeStack {
  readonly #engine: Engine;
  readonly #project: string;
  readonly #program: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'heddle-compose-'));
  readonly #services: Record<string, Service>;

  constructor({ engine, program, project, variables }: ComposeStackOptions) {
    ({ services: this.#services } = load(readFileSync(FILE, 'utf8')) as { services: Record<string, Service> });
    this.#engine = engine;
    this.#program = program;
    this.#project = project;
    const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(this.#folder, '.env'), lines.join(''), { mode: 0o600 });
  }

  async up(): Promise<void> {
    const waiting = new Set(Object.keys(this.#services));
    const started = new Set<string>();
    while (waiting.size > 0) {
      const next = [...waiting].filter((name) => this.#needs(name).every(([needed]) => started.has(needed)));
      if (next.length === 0)
        throw new ToolError('Services wait for each other.', 'Check depends_on in docker-compose.yml.');
      for (const [needed, condition] of next.flatMap((name) => this.#needs(name))) await this.#until(needed, condition);
      await this.compose('up', '--detach', '--no-build', '--no-deps', ...next);
      for (const name of next) {
        waiting.delete(name);
        started.add(name);
      }
    }
    for (const name of started) if (await this.#hasCheck(name)) await this.#until(name, 'service_healthy');
  }

  async down(): Promise<void> {
    await this.compose('down', '--volumes', '--timeout', '30');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  container(service: string): string {
    return `${this.#project}_${service}_1`;
  }

  async logs(service: string): Promise<string> {
    const args = ['logs', this.container(service)];
    const { stdout, stderr } = await run('podman', args, { env: this.#engine.env, output: 'capture' });
    return `${stdout}\n${stderr}`.trim();
  }

  async compose(...args: string[]): Promise<string> {
    const options = ['--env-file', join(this.#folder, '.env'), '--project-name', this.#project, '--file', FILE];
    const command = [...options, ...args];
    return mustRun(this.#program, command, { env: this.#engine.env, remedy: 'See its output above.' });
  }

  #needs(service: string): [string, Condition][] {
    return Object.entries(this.#services[service]?.depends_on ?? {}).map(([name, { condition }]) => [name, condition]);
  }

  async #hasCheck(service: string): Promise<boolean> {
    if (this.#services[service]?.healthcheck?.disable === true) return false;
    const format = '{{ if .Config.Healthcheck }}yes{{ end }}';
    return (await this.#engine.call('podman', 'inspect', '--format', format, this.container(service))) === 'yes';
  }

  async #until(service: string, condition: Condition): Promise<void> {
    const end = Date.now() + START_MS;
    while (!(await this.#holds(service, condition))) {
      if (Date.now() > end)
        throw new ToolError(
          `${service} did not become ${condition.replace('service_', '')} in time.\n${await this.logs(service)}`,
          'Its log is above.',
        );
      await delay(200);
    }
  }

  async #holds(service: string, condition: Condition): Promise<boolean> {
    const container = this.container(service);
    switch (condition) {
      case 'service_started':
        return true;
      case 'service_healthy':
        return this.#engine.succeeds('podman', 'healthcheck', 'run', container);
      case 'service_completed_successfully': {
        const state = await this.#engine.call(
          'podman',
          'inspect',
          '--format',
          '{{.State.Status}} {{.State.ExitCode}}',
          container,
        );
        if (/^exited [1-9]/.test(state))
          throw new ToolError(`${service} failed.\n${await this.logs(service)}`, 'Its log is above.');
        return state === 'exited 0';
      }
    }
  }
}

/**
 * podman-compose from PyPI, in a virtual environment.
 * @returns path of the program
 */
export async function ensurePodmanCompose({ folder }: Engine): Promise<string> {
  const home = join(folder, `podman-compose-${PODMAN_COMPOSE}`);
  const program = join(home, 'bin', 'podman-compose');
  if (existsSync(program)) return program;
  const python = await ensureProgram({
    title: 'Python',
    names: ['python3'],
    apt: ['python3', 'python3-venv'],
    brew: 'python3',
    purpose: 'podman-compose is written in it',
  });
  say(`Containers: installing podman-compose ${PODMAN_COMPOSE} (once)`);
  rmSync(home, { recursive: true, force: true });
  for (const [command, args] of [
    [python, ['-m', 'venv', home]],
    [join(home, 'bin', 'pip'), ['install', '--quiet', `podman-compose==${PODMAN_COMPOSE}`]],
  ] as const) {
    const { code, stdout, stderr } = await run(command, args, { output: 'capture' });
    if (code === 0) continue;
    rmSync(home, { recursive: true, force: true });
    throw new ToolError(
      `podman-compose could not be installed:\n${stdout}\n${stderr}`,
      'Install python3-venv, and check that PyPI is reachable.',
    );
  }
  return program;
}
