import { isAbsolute, resolve } from 'node:path';
import { BuildFailedError } from '../build-errors';
import { isThere } from './is-there';
import { replacedByFolder, type GoProject } from './go-project';

/** Projects that cannot build, detected before anything is compiled. */
interface Refusal {
  readonly reason: string;
  readonly remedy: string;
}

type Check = (project: GoProject) => Refusal | undefined | Promise<Refusal | undefined>;

const OLD_SHIM = 'github.com/hyperledger/fabric/core/chaincode/shim';

/** The shim of Fabric 1.x was part of Fabric itself. Its protocol is unchanged, but its packages have moved. */
const oldShim: Check = ({ files }) => {
  const file = files.find(({ text }) => text.includes(`"${OLD_SHIM}`));
  return file === undefined
    ? undefined
    : {
        reason: `${file.path} imports the shim of Fabric 1.x, which no longer exists.`,
        remedy: `Change the import "${OLD_SHIM}" to "github.com/hyperledger/fabric-chaincode-go/shim", and "github.com/hyperledger/fabric/protos/peer" to "github.com/hyperledger/fabric-protos-go/peer"; then run "go mod tidy" and pack it again.`,
      };
};

const withoutModule: Check = ({ goMod, files }) =>
  goMod !== undefined
    ? undefined
    : {
        reason: `The project (${files[0]?.path ?? 'without Go files'}) has no go.mod: it was written for GOPATH.`,
        remedy: 'Run "go mod init chaincode" and "go mod tidy" in the folder of its main package and pack it again.',
      };

const replacedOutside: Check = async (project) => {
  if (project.vendored) return undefined;
  for (const { module, folder } of replacedByFolder(project)) {
    if (!isAbsolute(folder) && (await isThere(resolve(project.folder, folder, 'go.mod')))) continue;
    return {
      reason: `go.mod replaces ${module} by ${folder}, which is not in the archive.`,
      remedy: `Remove the line "replace ${module} => ${folder}" from go.mod, or run "go mod vendor" and pack vendor with the project.`,
    };
  }
  return undefined;
};

const REFUSALS: readonly Check[] = [oldShim, withoutModule, replacedOutside];

/** @throws BuildFailedError with the line to change, for a project that cannot build */
export async function refuseWhatCannotBuild(project: GoProject): Promise<void> {
  for (const check of REFUSALS) {
    const refusal = await check(project);
    if (refusal !== undefined) throw new BuildFailedError(refusal.reason, [], refusal.remedy);
  }
}
