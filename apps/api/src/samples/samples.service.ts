import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { ChaincodeSample, ChaincodeSource, Page } from '@heddle/contracts';
import { SourcesService } from '../chaincodes/sources.service';
import { notFound } from '../errors/api-error';
import { Resources } from '../resources';
import { packSample, readSamples } from './sample-folder';

/** The sample chaincodes of Heddle. */
@Injectable()
export class SamplesService {
  constructor(
    private readonly resources: Resources,
    private readonly sources: SourcesService,
  ) {}

  async list(): Promise<Page<ChaincodeSample>> {
    return { items: await readSamples(this.resources.settings.samples), nextCursor: null };
  }

  /** @throws ApiError `not_found` */
  async use(name: string): Promise<ChaincodeSource> {
    const folder = this.resources.settings.samples;
    const sample = (await readSamples(folder)).find((known) => known.name === name);
    if (sample === undefined) throw notFound(`The sample ${name}`);
    return this.sources.keep(`${name}.tar.gz`, await packSample(join(folder, name)));
  }
}
