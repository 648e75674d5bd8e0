import { join } from 'node:path';
import type { DataLayout } from '@heddle/config';
import { buildChaincode, builtProgram, type ResolvedProgram } from '@heddle/local';
import type { ChaincodeBuilds } from './chaincode-builds';

/** Builds of this machine, and the programs that they became. */
export interface LocalBuilds extends ChaincodeBuilds {
  program(buildId: string): Promise<ResolvedProgram>;
}

export function localBuilds({ sources, builds, nodes }: Pick<DataLayout, 'sources' | 'builds' | 'nodes'>): LocalBuilds {
  return {
    async ensure({ sha256, fileName }, { project, log, signal }) {
      const archive = join(sources, sha256);
      const { id } = await buildChaincode({ archive, fileName, project, cacheDir: builds, nodes, log, signal });
      return id;
    },
    program: (buildId) => builtProgram(builds, buildId),
  };
}
