import { Controller } from '@nestjs/common';
import { api, type InputOf, type LogChunk, type Node, type Page } from '@heddle/contracts';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { Caller } from '../http/principal';
import type { Principal } from '../http/request';
import type { Accepted } from '../requests/acceptance';
import { NodeLogLevels } from './node-log-levels';
import { NodeLogs } from './node-logs';
import { NodesService } from './nodes.service';

@Controller()
export class NodesController {
  constructor(
    private readonly nodes: NodesService,
    private readonly nodeLogs: NodeLogs,
    private readonly logLevels: NodeLogLevels,
  ) {}

  @Endpoint(api.nodes.list)
  list(@Input() { params }: InputOf<typeof api.nodes.list>): Promise<Page<Node>> {
    return this.nodes.list(params.chainId);
  }

  @Endpoint(api.nodes.get)
  get(@Input() { params }: InputOf<typeof api.nodes.get>): Promise<Node> {
    return this.nodes.get(params);
  }

  @Endpoint(api.nodes.logs)
  logs(@Input() { params, query }: InputOf<typeof api.nodes.logs>): Promise<LogChunk> {
    return this.nodeLogs.read(params, query);
  }

  @Endpoint(api.nodes.restart)
  restart(
    @Input() { params }: InputOf<typeof api.nodes.restart>,
    @Caller() caller: Principal,
  ): Promise<Accepted<Node>> {
    return this.nodes.restart(params, caller);
  }

  @Endpoint(api.nodes.resize)
  resize(@Input() input: InputOf<typeof api.nodes.resize>, @Caller() caller: Principal): Promise<Accepted<Node>> {
    return this.nodes.resize(input, caller);
  }

  @Endpoint(api.nodes.setLogLevel)
  setLogLevel(@Input() input: InputOf<typeof api.nodes.setLogLevel>): Promise<Node> {
    return this.logLevels.set(input);
  }

  @Endpoint(api.nodes.resetLogLevel)
  resetLogLevel(@Input() { params }: InputOf<typeof api.nodes.resetLogLevel>): Promise<Node> {
    return this.logLevels.reset(params);
  }
}
