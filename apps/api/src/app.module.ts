import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { AccessGuard } from './auth/access.guard';
import { AuthController } from './auth/auth.controller';
import { AuthService } from './auth/auth.service';
import { Authenticator } from './auth/authenticator';
import { Sessions } from './auth/sessions';
import { ArtifactsController } from './artifacts/artifacts.controller';
import { ArtifactsService } from './artifacts/artifacts.service';
import { ConnectionProfiles } from './artifacts/connection-profiles';
import { BlocksController } from './blocks/blocks.controller';
import { BlocksService } from './blocks/blocks.service';
import { ChaincodeEventsController } from './chaincode-events/chaincode-events.controller';
import { ChaincodeEventsService } from './chaincode-events/chaincode-events.service';
import { EventStreams } from './chaincode-events/event-streams';
import { BlockFeeds } from './blocks/feed/block-feeds';
import { ChaincodeFeeds } from './chaincode-events/feed/chaincode-feeds';
import { ChaincodeLifeService } from './chaincodes/chaincode-life.service';
import { ChaincodesController } from './chaincodes/chaincodes.controller';
import { ChaincodesService } from './chaincodes/chaincodes.service';
import { SourcesService } from './chaincodes/sources.service';
import { ChainEvents } from './chains/chain-events';
import { ChainsController } from './chains/chains.controller';
import { ChainsService } from './chains/chains.service';
import { ChannelConfigs } from './channels/channel-configs';
import { ChannelLedger } from './channels/channel-ledger';
import { ChannelsController } from './channels/channels.controller';
import { ChannelsService } from './channels/channels.service';
import { Clusters } from './clusters/clusters';
import { ClustersController } from './clusters/clusters.controller';
import { ClustersService } from './clusters/clusters.service';
import { ConnectController } from './connect/connect.controller';
import { ConnectService } from './connect/connect.service';
import { ChannelGateways } from './fabric/channel-gateways';
import { PeerReach } from './fabric/peer-reach';
import { Readiness } from './health/readiness';
import { JsonBodyInterceptor } from './http/json-body.interceptor';
import { RequestGuard } from './http/request-guard';
import { ResponseCheckInterceptor } from './http/response-check.interceptor';
import { IdentitiesController } from './identities/identities.controller';
import { IdentitiesService } from './identities/identities.service';
import { LedgerFeeds } from './live/ledger-feeds';
import { LiveServer } from './live/live-server';
import { SocketAccess } from './live/socket-access';
import { Metrics } from './metrics/metrics';
import { OperationGauges } from './metrics/operation-gauges';
import { NodeLogs } from './nodes/node-logs';
import { NodesController } from './nodes/nodes.controller';
import { NodesService } from './nodes/nodes.service';
import { OperationsController } from './operations/operations.controller';
import { OperationsService } from './operations/operations.service';
import { Acceptance } from './requests/acceptance';
import { AuditInterceptor } from './requests/audit.interceptor';
import { AuditLog } from './requests/audit-log';
import { Housekeeping } from './requests/housekeeping';
import { Idempotency } from './requests/idempotency';
import { IdempotencyInterceptor } from './requests/idempotency.interceptor';
import { Inspection } from './requests/inspection';
import { Messaging } from './requests/messaging';
import { Resources } from './resources';
import { SamplesController } from './samples/samples.controller';
import { SamplesService } from './samples/samples.service';
import { CallFailures } from './transactions/failures/call-failures';
import { TransactionsController } from './transactions/transactions.controller';
import { TransactionsService } from './transactions/transactions.service';

export const CONTROLLERS: Type[] = [
  AuthController,
  ChainsController,
  ArtifactsController,
  NodesController,
  ChannelsController,
  ChaincodesController,
  SamplesController,
  TransactionsController,
  ChaincodeEventsController,
  BlocksController,
  OperationsController,
  ClustersController,
  IdentitiesController,
  ConnectController,
];

/** The whole API on resources that were opened before. */
@Module({})
export class AppModule {
  static over(resources: Resources): DynamicModule {
    return {
      module: AppModule,
      controllers: CONTROLLERS,
      providers: [
        { provide: Resources, useValue: resources },
        Metrics,
        RequestGuard,
        Readiness,
        Sessions,
        Authenticator,
        AuthService,
        AuditLog,
        Housekeeping,
        Idempotency,
        Messaging,
        Inspection,
        OperationGauges,
        Acceptance,
        ChainsService,
        ArtifactsService,
        ConnectionProfiles,
        NodesService,
        NodeLogs,
        ChainEvents,
        ChannelsService,
        ChannelConfigs,
        ChannelLedger,
        ChaincodesService,
        ChaincodeLifeService,
        SourcesService,
        SamplesService,
        PeerReach,
        ChannelGateways,
        CallFailures,
        TransactionsService,
        EventStreams,
        ChaincodeEventsService,
        BlockFeeds,
        ChaincodeFeeds,
        LedgerFeeds,
        BlocksService,
        OperationsService,
        Clusters,
        ClustersService,
        IdentitiesService,
        ConnectService,
        SocketAccess,
        LiveServer,
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_INTERCEPTOR, useClass: ResponseCheckInterceptor },
        { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
        { provide: APP_INTERCEPTOR, useClass: JsonBodyInterceptor },
        { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
      ],
    };
  }
}
