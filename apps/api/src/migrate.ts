import 'reflect-metadata';
import { loadSettings, SettingsError } from '@heddle/config';
import { openDatabase } from '@heddle/data';
import { retry } from '@heddle/runtime';

/** A database that starts at the same time as this program needs some time. */
const WAIT_MS = 120_000;
const PAUSE_MS = 500;
const NOT_THERE_YET = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET']);

/** Migrates the schema and exits. Run as a job before API and workers start or are upgraded. */
async function migrate(url: string): Promise<void> {
  const database = await retry(() => openDatabase({ url }), {
    pauseMs: PAUSE_MS,
    timeoutMs: WAIT_MS,
    isRetryable: (error) => {
      if (!NOT_THERE_YET.has(codeOf(error))) return false;
      process.stdout.write(`Waiting for the database (${codeOf(error)})\n`);
      return true;
    },
  });
  await database.close();
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

try {
  await migrate(loadSettings(process.env).databaseUrl);
  process.stdout.write('The database is up to date.\n');
} catch (error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${error instanceof SettingsError ? error.message : text}\n`);
  // An open pool that fails later would keep the process alive.
  process.exit(1);
}
