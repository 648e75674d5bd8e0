import type { Routes } from '@angular/router';
import { clusterByName } from './core/cluster-by-name.guard';
import { idsAreValid } from './core/ids.guard';
import { signedIn } from './core/session/session.guard';

/** What is inside a chain's page; each has an address of its own. */
const insideChain: Routes = [
  { path: '', loadComponent: () => import('./features/chains/overview/overview.tab').then((m) => m.OverviewTab) },
  { path: 'nodes', loadComponent: () => import('./features/nodes/tab/nodes.tab').then((m) => m.NodesTab) },
  {
    path: 'nodes/:nodeId',
    canActivate: [idsAreValid],
    loadComponent: () => import('./features/nodes/page/node.page').then((m) => m.NodePage),
  },
  { path: 'channels', loadComponent: () => import('./features/channels/tab/channels.tab').then((m) => m.ChannelsTab) },
  {
    path: 'channels/new',
    loadComponent: () => import('./features/channels/create/channel-create.page').then((m) => m.ChannelCreatePage),
  },
  {
    path: 'channels/:channelId',
    canActivate: [idsAreValid],
    children: [
      { path: '', loadComponent: () => import('./features/channels/page/channel.page').then((m) => m.ChannelPage) },
      {
        path: 'connect',
        loadComponent: () => import('./features/identities/connect/connect.page').then((m) => m.ConnectPage),
      },
      {
        path: 'blocks/:block',
        loadComponent: () => import('./features/channels/block/block.page').then((m) => m.BlockPage),
      },
      {
        path: 'transactions/:transactionId',
        loadComponent: () => import('./features/channels/transaction/transaction.page').then((m) => m.TransactionPage),
      },
      {
        path: 'chaincodes/new',
        loadComponent: () =>
          import('./features/chaincodes/deploy/chaincode-deploy.page').then((m) => m.ChaincodeDeployPage),
      },
      {
        path: 'chaincodes/:chaincodeId',
        canActivate: [idsAreValid],
        loadComponent: () => import('./features/chaincodes/page/chaincode.page').then((m) => m.ChaincodePage),
      },
      {
        path: 'chaincodes/:chaincodeId/upgrade',
        canActivate: [idsAreValid],
        loadComponent: () =>
          import('./features/chaincodes/deploy/chaincode-deploy.page').then((m) => m.ChaincodeDeployPage),
      },
    ],
  },
  {
    path: 'identities',
    loadComponent: () => import('./features/identities/tab/identities.tab').then((m) => m.IdentitiesTab),
  },
  {
    path: 'operations',
    loadComponent: () => import('./features/chains/operations/operations.tab').then((m) => m.OperationsTab),
  },
  {
    path: 'artifacts',
    loadComponent: () => import('./features/chains/artifacts/artifacts.tab').then((m) => m.ArtifactsTab),
  },
  {
    path: 'manifests',
    loadComponent: () => import('./features/chains/manifests/manifests.tab').then((m) => m.ManifestsTab),
  },
  { path: 'events', loadComponent: () => import('./features/chains/events/events.tab').then((m) => m.EventsTab) },
];

/** The only place that knows every feature: features themselves never import each other. */
export const routes: Routes = [
  { path: 'sign-in', loadComponent: () => import('./features/sign-in/sign-in.page').then((m) => m.SignInPage) },
  {
    path: '',
    canActivate: [signedIn],
    canActivateChild: [signedIn],
    loadComponent: () => import('./layout/shell/shell.component').then((m) => m.ShellComponent),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'chains' },
      {
        path: 'chains',
        loadComponent: () => import('./features/chains/list/chain-list.page').then((m) => m.ChainListPage),
      },
      {
        path: 'chains/new',
        loadComponent: () => import('./features/chains/create/chain-create.page').then((m) => m.ChainCreatePage),
      },
      {
        path: 'chains/:chainId',
        canActivate: [idsAreValid],
        loadComponent: () => import('./features/chains/page/chain.page').then((m) => m.ChainPage),
        children: insideChain,
      },
      {
        path: 'operations',
        loadComponent: () => import('./features/operations/list/operation-list.page').then((m) => m.OperationListPage),
      },
      {
        path: 'operations/:operationId',
        canActivate: [idsAreValid],
        loadComponent: () => import('./features/operations/run/operation.page').then((m) => m.OperationPage),
      },
      {
        path: 'clusters',
        loadComponent: () => import('./features/clusters/list/cluster-list.page').then((m) => m.ClusterListPage),
      },
      {
        path: 'clusters/new',
        loadComponent: () =>
          import('./features/clusters/register/cluster-register.page').then((m) => m.ClusterRegisterPage),
      },
      { path: 'clusters/named/:name', canActivate: [clusterByName], children: [] },
      {
        path: 'clusters/:clusterId',
        canActivate: [idsAreValid],
        loadComponent: () => import('./features/clusters/page/cluster.page').then((m) => m.ClusterPage),
      },
      {
        path: 'clusters/:clusterId/settings',
        canActivate: [idsAreValid],
        loadComponent: () =>
          import('./features/clusters/settings/cluster-settings.page').then((m) => m.ClusterSettingsPage),
      },
      { path: '**', loadComponent: () => import('./features/not-found/not-found.page').then((m) => m.NotFoundPage) },
    ],
  },
];
