import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lib/lock.mjs';
import type { ProcessIdentity } from '../lib/process-identity.mjs';
import { fromRoot } from '../lib/root.mjs';
import { mustRun, which } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import { clusterCache } from './settings.ts';

const SAMPLE = fromRoot('samples', 'document-notary');

/**
 * Fills the Maven cache of builds in pods with the dependencies of the Maven sample and its build, before
 * `warmBuildCaches` opens it to every account. Does nothing without Maven; the cluster then has no Maven image either.
 * @param shared the folder that pods see as the shared volume
 */
export async function warmMaven(shared: string, env: NodeJS.ProcessEnv): Promise<void> {
  const maven = which('mvn', env);
  if (maven === undefined) return;
  cpSync(await ensureRepository(maven, env), join(shared, 'cache', 'java', 'm2'), { recursive: true });
}

/** The repository is shared by all clusters until the sample's build file changes. */
async function ensureRepository(maven: string, env: NodeJS.ProcessEnv): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(join(SAMPLE, 'pom.xml')));
  const folder = join(clusterCache(), `maven-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(clusterCache(), { recursive: true });
  const waiting = ({ pid }: ProcessIdentity) => {
    say(`Set-up: process ${pid} is filling it: waiting`);
  };
  await withLock(`${folder}.lock`, waiting, async () => {
    if (!existsSync(folder)) await fill(folder, { maven, env });
  });
  return folder;
}

/** Only a real build downloads everything, because plugins resolve more dependencies when they run. */
async function fill(folder: string, { maven, env }: { maven: string; env: NodeJS.ProcessEnv }): Promise<void> {
  say('Set-up: downloading the dependencies of Maven builds in pods');
  const draft = `${folder}.${randomUUID()}`;
  const [repository, project] = [join(draft, 'm2'), join(draft, 'project')];
  try {
    cpSync(SAMPLE, project, { recursive: true, filter: (path) => path !== join(SAMPLE, 'target') });
    const args = ['--batch-mode', '--no-transfer-progress', '-DskipTests', `-Dmaven.repo.local=${repository}`];
    const remedy = 'Check that Maven reaches Maven Central or the mirror of its settings, and retry.';
    await mustRun(maven, [...args, 'package'], { cwd: project, env, remedy });
    forgetOrigins(repository);
    renameSync(repository, folder);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/**
 * Removes the origin markers: Maven would download a file again if it came from a mirror with another name than the
 * pod's.
 */
function forgetOrigins(repository: string): void {
  for (const path of readdirSync(repository, { recursive: true, encoding: 'utf8' }))
    if (path.endsWith('_remote.repositories')) rmSync(join(repository, path));
}
