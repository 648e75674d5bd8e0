import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { inspectArchive } from '@heddle/artifacts';
import type { ChaincodeSource } from '@heddle/contracts';
import { toSource } from '@heddle/data';
import { Resources } from '../resources';
import { checkIndexes } from './check-indexes';
import { receiveUpload, type Upload } from './receive-upload';

/** Uploaded chaincode: inspected before it is recorded, stored once per content. */
@Injectable()
export class SourcesService {
  constructor(private readonly resources: Resources) {}

  /** @throws ApiError, UnsupportedArchiveError */
  async upload(request: Request): Promise<ChaincodeSource> {
    const { layout } = this.resources;
    // In the same folder as the final path, so that keeping it is a rename on the same disk.
    const upload = await receiveUpload(request, join(layout.sources, '.incoming'));
    try {
      return await this.#keep(upload);
    } finally {
      await rm(upload.path, { force: true });
    }
  }

  /**
   * Stores an archive that was created here instead of uploaded.
   *
   * @throws UnsupportedArchiveError
   */
  async keep(fileName: string, archive: Uint8Array): Promise<ChaincodeSource> {
    const incoming = join(this.resources.layout.sources, '.incoming');
    await mkdir(incoming, { recursive: true, mode: 0o700 });
    const path = join(incoming, randomUUID());
    try {
      await writeFile(path, archive, { flag: 'wx', mode: 0o600 });
      return await this.#keep({ fileName, path });
    } finally {
      await rm(path, { force: true });
    }
  }

  async #keep({ fileName, path }: Upload): Promise<ChaincodeSource> {
    const { layout, database } = this.resources;
    const { sha256, size, language, projects } = await inspectArchive(path, { fileName });
    await checkIndexes(path, { fileName, projects });
    await mkdir(layout.sources, { recursive: true });
    await rename(path, join(layout.sources, sha256));
    return toSource(
      await database.transaction(({ sources }) =>
        sources.remember({ fileName, sha256, size, language, projects: [...projects] }),
      ),
    );
  }
}
