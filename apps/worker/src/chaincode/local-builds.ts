import { join } from 'node:path';
import type { DataLayout } from '@heddle/config';
import {
  buildChaincode,
  builtProgram,
  DEFAULT_SANDBOX,
  type ChaincodeSandbox,
  type ResolvedProgram,
} from '@heddle/local';
import type { ChaincodeBuilds } from './chaincode-builds';

/** Builds on this machine and their programs. */
export interface LocalBuilds extends ChaincodeBuilds {
  program(buildId: string): Promise<ResolvedProgram>;
}

export function localBuilds(
  { sources, builds: cacheDir, nodes }: Pick<DataLayout, 'sources' | 'builds' | 'nodes'>,
  sandbox: ChaincodeSandbox = DEFAULT_SANDBOX,
): LocalBuilds {
  return {
    async ensure({ sha256, fileName }, { project, log, progress, signal }) {
      const archive = join(sources, sha256);
      const { id } = await buildChaincode({
        archive,
        fileName,
        project,
        cacheDir,
        nodes,
        log,
        signal,
        sandbox,
        ...(progress !== undefined && { report: progress }),
      });
      return id;
    },
    program: (buildId) => builtProgram(cacheDir, buildId),
  };
}
