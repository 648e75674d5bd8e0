import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { inspectArchive } from '@heddle/artifacts';
import type { ChaincodeSource } from '@heddle/contracts';
import { toSource } from '@heddle/data';
import { Resources } from '../resources';
import { checkIndexes } from './check-indexes';
import { receiveUpload } from './receive-upload';

/** Uploaded chaincode: looked through before anything is recorded, kept once per content. */
@Injectable()
export class SourcesService {
  constructor(private readonly resources: Resources) {}

  /** @throws ApiError, UnsupportedArchiveError */
  async upload(request: Request): Promise<ChaincodeSource> {
    const { layout, database } = this.resources;
    // Beside its later place, so that keeping it is a rename on the same disk.
    const upload = await receiveUpload(request, join(layout.sources, '.incoming'));
    try {
      const { fileName, path } = upload;
      const { sha256, size, language, projects } = await inspectArchive(path, { fileName });
      await checkIndexes(path, { fileName, projects });
      await mkdir(layout.sources, { recursive: true });
      await rename(path, join(layout.sources, sha256));
      return toSource(
        await database.transaction(({ sources }) =>
          sources.remember({ fileName, sha256, size, language, projects: [...projects] }),
        ),
      );
    } finally {
      await rm(upload.path, { force: true });
    }
  }
}
