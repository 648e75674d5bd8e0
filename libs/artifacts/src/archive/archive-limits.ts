import { UnsupportedArchiveError } from './archive-errors';

/** Limits of an archive. Sizes in bytes, unpacked. */
export interface ArchiveLimits {
  readonly maxEntries: number;
  readonly maxFileBytes: number;
  readonly maxTotalBytes: number;
  /** Unpacked size divided by packed size; source code packs to a fifth or a tenth. */
  readonly maxRatio: number;
  /** Below this unpacked size the ratio is not checked. */
  readonly ratioFromBytes: number;
}

const MIB = 1_048_576;

export const DEFAULT_ARCHIVE_LIMITS: ArchiveLimits = {
  maxEntries: 20_000,
  maxFileBytes: 64 * MIB,
  maxTotalBytes: 256 * MIB,
  maxRatio: 100,
  ratioFromBytes: 8 * MIB,
};

const REMEDY = 'Leave out build output and downloaded dependencies (node_modules, target) and pack the sources only.';

/**
 * Counts the unpacked content of an archive and rejects the archive as soon as it exceeds a limit, whatever its headers
 * claim.
 */
export class ArchiveBudget {
  #entries = 0;
  #total = 0;

  constructor(
    private readonly packedBytes: number,
    private readonly limits: ArchiveLimits,
  ) {}

  get total(): number {
    return this.#total;
  }

  entry(): void {
    this.#entries += 1;
    if (this.#entries > this.limits.maxEntries) {
      throw new UnsupportedArchiveError(`The archive has more than ${this.limits.maxEntries} entries.`, {
        remedy: REMEDY,
      });
    }
  }

  /** Records unpacked bytes; `fileBytes` is the size of the current file so far. */
  bytes(count: number, fileBytes: number, path: string): void {
    const { maxFileBytes, maxTotalBytes, maxRatio, ratioFromBytes } = this.limits;
    this.#total += count;
    if (fileBytes > maxFileBytes) {
      throw new UnsupportedArchiveError(`"${path}" is larger than ${maxFileBytes} bytes.`, { remedy: REMEDY });
    }
    if (this.#total > maxTotalBytes) {
      throw new UnsupportedArchiveError(`The archive unpacks to more than ${maxTotalBytes} bytes.`, { remedy: REMEDY });
    }
    if (this.#total > ratioFromBytes && this.#total > this.packedBytes * maxRatio) {
      throw new UnsupportedArchiveError(
        `The archive unpacks to more than ${maxRatio} times its size, as archives do that are made to fill disks.`,
        { remedy: REMEDY },
      );
    }
  }
}
