import { Controller, type StreamableFile } from '@nestjs/common';
import { api, type Identity, type InputOf, type Page } from '@heddle/contracts';
import { attachment } from '../connect/download';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { IdentitiesService } from './identities.service';

@Controller()
export class IdentitiesController {
  constructor(private readonly identities: IdentitiesService) {}

  @Endpoint(api.identities.list)
  list(@Input() { params }: InputOf<typeof api.identities.list>): Promise<Page<Identity>> {
    return this.identities.list(params.chainId);
  }

  @Endpoint(api.identities.issue)
  issue(@Input() { params, body }: InputOf<typeof api.identities.issue>): Promise<Identity> {
    return this.identities.issue(params.chainId, body);
  }

  @Endpoint(api.identities.download)
  async download(@Input() { params, body }: InputOf<typeof api.identities.download>): Promise<StreamableFile> {
    const file = await this.identities.download(params.chainId, params.identityId, body);
    return attachment(file, 'application/octet-stream');
  }
}
