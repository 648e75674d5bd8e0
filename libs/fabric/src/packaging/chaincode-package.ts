import { z } from 'zod';
import { type ArchiveFiles, createArchive, readArchive } from './archive';
import { InvalidChaincodePackageError } from './package-errors';
import { assertPackageLabel, packageId } from './package-label';

const METADATA_FILE = 'metadata.json';
const CODE_FILE = 'code.tar.gz';

export interface ChaincodePackageOptions {
  readonly label: string;
  /** The type that the peer's builders detect: `ccaas` for a chaincode server, or a language such as `golang`. */
  readonly type: string;
  /** Import path of Go sources; empty otherwise. */
  readonly path?: string;
  /** The content of `code.tar.gz`. */
  readonly files: ArchiveFiles;
}

/** A parsed package. */
export interface ChaincodePackage {
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly path: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

const Metadata = z.object({ label: z.string(), type: z.string(), path: z.string().default('') });

/**
 * Creates an install package, the tar.gz for `_lifecycle` (`core/chaincode/persistence/chaincode_package.go`).
 * Equal options give equal bytes on every machine, and therefore one package id.
 * @throws InvalidChaincodePackageError
 */
export async function packageChaincode({ label, type, path = '', files }: ChaincodePackageOptions): Promise<Buffer> {
  assertPackageLabel(label);
  if (type === '') throw new InvalidChaincodePackageError('it has no type', 'Name one, for example ccaas.');
  return createArchive({
    [METADATA_FILE]: JSON.stringify({ path, type, label }),
    [CODE_FILE]: await createArchive(files),
  });
}

/**
 * Reads any package, with the checks of a peer.
 * @throws InvalidChaincodePackageError
 */
export async function readPackage(bytes: Uint8Array): Promise<ChaincodePackage> {
  const outer = await readArchive(bytes);
  const { label, type, path } = readMetadata(member(outer, METADATA_FILE));
  const files = await readArchive(member(outer, CODE_FILE));
  return { id: packageId(label, bytes), label, type, path, files };
}

function member(files: ReadonlyMap<string, Buffer>, name: string): Buffer {
  const content = files.get(name);
  if (content !== undefined) return content;
  const remedy = 'Give a package as peer lifecycle chaincode package makes it, not an archive of sources.';
  throw new InvalidChaincodePackageError(`there is no ${name} in it`, remedy);
}

function readMetadata(bytes: Buffer): z.infer<typeof Metadata> {
  try {
    return Metadata.parse(JSON.parse(bytes.toString('utf8')));
  } catch (cause) {
    const remedy = 'It must be a JSON object with the texts "label", "type" and "path".';
    throw new InvalidChaincodePackageError(`${METADATA_FILE} cannot be read`, remedy, cause);
  }
}
