import { Controller } from '@nestjs/common';
import { api, type ChaincodeSample, type ChaincodeSource, type InputOf, type Page } from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { SamplesService } from './samples.service';

@Controller()
export class SamplesController {
  constructor(private readonly samples: SamplesService) {}

  @Endpoint(api.samples.list)
  list(): Promise<Page<ChaincodeSample>> {
    return this.samples.list();
  }

  @Endpoint(api.samples.use)
  use(@Input() { params }: InputOf<typeof api.samples.use>): Promise<ChaincodeSource> {
    return this.samples.use(params.sample);
  }
}
