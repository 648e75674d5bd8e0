import type { Settings } from '@heddle/config';
import { sandboxPrograms } from '@heddle/local';
import type { Logger } from '@heddle/queue';
import { SandboxMissingError } from '@heddle/runtime';

/** Logs at start if chaincode on this machine is less isolated than it should be. */
export async function reportSandbox({ chaincode }: Pick<Settings, 'chaincode'>, log: Logger): Promise<void> {
  if (chaincode.unsandboxed) {
    log.warn(
      { setting: 'HEDDLE_UNSANDBOXED_CHAINCODE' },
      'Chaincode is built and run on this machine without a sandbox: it can read keys, the database and the environment of this process',
    );
    return;
  }
  try {
    await sandboxPrograms();
  } catch (error) {
    if (!(error instanceof SandboxMissingError)) throw error;
    log.warn({ err: error, remedy: error.remedy }, 'Chaincode is refused on this machine');
  }
}
