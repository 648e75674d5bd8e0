import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ArtifactsModule } from './artifacts/artifacts.module';
import { AccessGuard } from './auth/access.guard';
import { AuthModule } from './auth/auth.module';
import { BlocksModule } from './blocks/blocks.module';
import { ChaincodeEventsModule } from './chaincode-events/chaincode-events.module';
import { ChaincodesModule } from './chaincodes/chaincodes.module';
import { ChainsModule } from './chains/chains.module';
import { ChangesModule } from './changes/changes.module';
import { ChannelsModule } from './channels/channels.module';
import { ClustersModule } from './clusters/clusters.module';
import { ConnectModule } from './connect/connect.module';
import { HealthModule } from './health/health.module';
import { JsonBodyInterceptor } from './http/json-body.interceptor';
import { RequestGuard } from './http/request-guard';
import { ResponseCheckInterceptor } from './http/response-check.interceptor';
import { IdentitiesModule } from './identities/identities.module';
import { LiveModule } from './live/live.module';
import { MetricsModule } from './metrics/metrics.module';
import { NodesModule } from './nodes/nodes.module';
import { OperationsModule } from './operations/operations.module';
import { AuditInterceptor } from './requests/audit.interceptor';
import { IdempotencyInterceptor } from './requests/idempotency.interceptor';
import { RequestsModule } from './requests/requests.module';
import { ResourcesModule } from './resources.module';
import type { Resources } from './resources';
import { SamplesModule } from './samples/samples.module';
import { TransactionsModule } from './transactions/transactions.module';

/** One module for each resource of the REST API. */
export const RESOURCE_MODULES: readonly Type[] = [
  AuthModule,
  ChainsModule,
  ArtifactsModule,
  NodesModule,
  ChangesModule,
  ChannelsModule,
  ChaincodesModule,
  SamplesModule,
  TransactionsModule,
  ChaincodeEventsModule,
  BlocksModule,
  OperationsModule,
  ClustersModule,
  IdentitiesModule,
  ConnectModule,
];

/** The whole API on resources that were opened before. */
@Module({})
export class AppModule {
  static over(resources: Resources): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ResourcesModule.over(resources),
        MetricsModule,
        RequestsModule,
        ...RESOURCE_MODULES,
        HealthModule,
        LiveModule,
      ],
      providers: [
        RequestGuard,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: ResponseCheckInterceptor },
        { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
        { provide: APP_INTERCEPTOR, useClass: JsonBodyInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
    };
  }
}
