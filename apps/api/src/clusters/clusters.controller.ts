import { Controller } from '@nestjs/common';
import {
  api,
  type Cluster,
  type ClusterNode,
  type ClusterTest,
  type InputOf,
  type Page,
  type ResponseOf,
} from '@heddle/contracts';
import { inspectKubeconfig } from '@heddle/k8s';
import { Endpoint } from '../http/endpoint';
import { Input } from '../http/input';
import { ClustersService } from './clusters.service';

@Controller()
export class ClustersController {
  constructor(private readonly clusters: ClustersService) {}

  @Endpoint(api.clusters.inspect)
  inspect(@Input() { body }: InputOf<typeof api.clusters.inspect>): Promise<ResponseOf<typeof api.clusters.inspect>> {
    return Promise.resolve({ contexts: inspectKubeconfig(body.kubeconfig) });
  }

  @Endpoint(api.clusters.register)
  register(@Input() { body }: InputOf<typeof api.clusters.register>): Promise<Cluster> {
    return this.clusters.register(body);
  }

  @Endpoint(api.clusters.list)
  list(@Input() { query }: InputOf<typeof api.clusters.list>): Promise<Page<Cluster>> {
    return this.clusters.list(query);
  }

  @Endpoint(api.clusters.get)
  get(@Input() { params }: InputOf<typeof api.clusters.get>): Promise<Cluster> {
    return this.clusters.get(params.clusterId);
  }

  @Endpoint(api.clusters.update)
  update(@Input() input: InputOf<typeof api.clusters.update>): Promise<Cluster> {
    return this.clusters.update(input);
  }

  @Endpoint(api.clusters.test)
  test(@Input() { params }: InputOf<typeof api.clusters.test>): Promise<ClusterTest> {
    return this.clusters.test(params.clusterId);
  }

  @Endpoint(api.clusters.nodes)
  nodes(@Input() { params }: InputOf<typeof api.clusters.nodes>): Promise<Page<ClusterNode>> {
    return this.clusters.nodes(params.clusterId);
  }

  @Endpoint(api.clusters.delete)
  async delete(@Input() { params }: InputOf<typeof api.clusters.delete>): Promise<undefined> {
    await this.clusters.delete(params.clusterId);
    return undefined;
  }
}
