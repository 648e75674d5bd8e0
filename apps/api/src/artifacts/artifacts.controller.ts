import { Controller, StreamableFile } from '@nestjs/common';
import { api, type ArtifactFile, type ArtifactText, type InputOf, type Page, type ResponseOf } from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { ArtifactsService } from './artifacts.service';
import { ConnectionProfiles } from './connection-profiles';

@Controller()
export class ArtifactsController {
  constructor(
    private readonly artifacts: ArtifactsService,
    private readonly profiles: ConnectionProfiles,
  ) {}

  @Endpoint(api.chains.connectionProfile)
  async connectionProfile(
    @Input() { params, query }: InputOf<typeof api.chains.connectionProfile>,
  ): Promise<ResponseOf<typeof api.chains.connectionProfile>> {
    return { ...(await this.profiles.get(params.chainId, query.organization)) };
  }

  @Endpoint(api.chains.artifacts)
  list(@Input() { params }: InputOf<typeof api.chains.artifacts>): Promise<Page<ArtifactFile>> {
    return this.artifacts.list(params.chainId);
  }

  @Endpoint(api.chains.artifactText)
  text(@Input() { params, query }: InputOf<typeof api.chains.artifactText>): Promise<ArtifactText> {
    return this.artifacts.text(params.chainId, query.path);
  }

  @Endpoint(api.chains.artifactsArchive)
  async archive(@Input() { params }: InputOf<typeof api.chains.artifactsArchive>): Promise<StreamableFile> {
    const { name, stream } = await this.artifacts.archive(params.chainId);
    return new StreamableFile(stream, {
      type: 'application/gzip',
      disposition: `attachment; filename="${name}-artifacts.tar.gz"`,
    });
  }
}
