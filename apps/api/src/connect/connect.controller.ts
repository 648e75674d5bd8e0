import { Controller, type StreamableFile } from '@nestjs/common';
import { api, type CommandLineGuide, type ConnectGuide, type InputOf } from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { ConnectService } from './connect.service';
import { attachment } from './download';

const ZIP = 'application/zip';

@Controller()
export class ConnectController {
  constructor(private readonly connect: ConnectService) {}

  @Endpoint(api.connect.guide)
  guide(@Input() { params }: InputOf<typeof api.connect.guide>): Promise<ConnectGuide> {
    return this.connect.guide(params);
  }

  @Endpoint(api.connect.archive)
  async archive(@Input() { params }: InputOf<typeof api.connect.archive>): Promise<StreamableFile> {
    return attachment(await this.connect.archive(params), ZIP);
  }

  @Endpoint(api.connect.commandLine)
  commandLine(@Input() { params }: InputOf<typeof api.connect.commandLine>): Promise<CommandLineGuide> {
    return this.connect.commandLine(params);
  }

  @Endpoint(api.connect.commandLineArchive)
  async commandLineArchive(
    @Input() { params }: InputOf<typeof api.connect.commandLineArchive>,
  ): Promise<StreamableFile> {
    return attachment(await this.connect.commandLineArchive(params), ZIP);
  }

  @Endpoint(api.connect.monitoringArchive)
  async monitoringArchive(@Input() { params }: InputOf<typeof api.connect.monitoringArchive>): Promise<StreamableFile> {
    return attachment(await this.connect.monitoringArchive(params), ZIP);
  }
}
