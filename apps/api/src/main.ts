import 'reflect-metadata';
import { loadSettings, SettingsError } from '@heddle/config';
import { PortTakenError, runApi, type RunningApi } from './run-api';

async function main(): Promise<void> {
  const api = await runApi(loadSettings(process.env));
  stopOnSignal(api);
}

function stopOnSignal(api: RunningApi): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    api.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Errors that a user can act on are printed as one sentence; all others with their stack. */
function fail(error: unknown): never {
  const expected = error instanceof PortTakenError || error instanceof SettingsError;
  const text = expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

main().catch(fail);
