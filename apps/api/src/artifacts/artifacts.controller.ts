import { Controller, StreamableFile } from '@nestjs/common';
import { api, type ArtifactFile, type ArtifactText, type InputOf, type Page, type ResponseOf } from '@heddle/contracts';
import { connectionProfileYaml } from '@heddle/topology';
import { attachment } from '../connect/download';
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

  @Endpoint(api.chains.connectionProfileYaml)
  async connectionProfileYaml(
    @Input() { params, query }: InputOf<typeof api.chains.connectionProfileYaml>,
  ): Promise<StreamableFile> {
    const profile = await this.profiles.get(params.chainId, query.organization);
    const content = Buffer.from(connectionProfileYaml(profile));
    return attachment({ name: `connection-${profile.client.organization}.yaml`, content }, 'text/plain; charset=utf-8');
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
