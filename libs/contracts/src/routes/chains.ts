import { z } from 'zod';
import { ChainWarning } from '../chain-warnings';
import { ChainSpec } from '../chain-spec';
import {
  ArtifactFile,
  ArtifactFileQuery,
  ArtifactText,
  Chain,
  ChainListQuery,
  Organization,
  ReleaseChain,
  acceptedOf,
} from '../chains';
import { ClusterEvent } from '../clusters';
import { pageOf } from '../pagination';
import { route } from '../route';
import { chainParams, nothing } from './params';

export const chainRoutes = {
  create: route('POST /chains', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Create a chain and start building it',
    status: 202,
    body: ChainSpec,
    response: acceptedOf(Chain),
  }),
  validate: route('POST /chains/validate', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Check a chain description without writing anything',
    body: ChainSpec,
    response: z.strictObject({ warnings: z.array(ChainWarning), nodes: z.int() }),
  }),
  list: route('GET /chains', {
    access: 'chains:read',
    tag: 'Chains',
    summary: 'List chains',
    query: ChainListQuery,
    response: pageOf(Chain),
  }),
  get: route('GET /chains/:chainId', {
    access: 'chains:read',
    tag: 'Chains',
    summary: 'One chain',
    params: chainParams,
    response: Chain,
  }),
  start: route('POST /chains/:chainId/start', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Start every node',
    status: 202,
    params: chainParams,
    response: acceptedOf(Chain),
  }),
  stop: route('POST /chains/:chainId/stop', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Stop every node; ledgers are kept',
    status: 202,
    params: chainParams,
    response: acceptedOf(Chain),
  }),
  release: route('POST /chains/:chainId/release', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Permanently remove all nodes and keys of the chain, and its ledgers unless they are to be kept',
    status: 202,
    params: chainParams,
    body: ReleaseChain,
    response: acceptedOf(Chain),
  }),
  delete: route('DELETE /chains/:chainId', {
    access: 'chains:write',
    tag: 'Chains',
    summary: 'Delete the record of a released chain',
    status: 204,
    params: chainParams,
    response: nothing,
  }),
  organizations: route('GET /chains/:chainId/organizations', {
    access: 'chains:read',
    tag: 'Chains',
    summary: 'Organizations of a chain',
    params: chainParams,
    response: pageOf(Organization),
  }),
  events: route('GET /chains/:chainId/events', {
    access: 'nodes:read',
    tag: 'Chains',
    summary: "Events of the chain's cluster about it, newest first; empty for local chains",
    params: chainParams,
    response: pageOf(ClusterEvent),
  }),
  connectionProfile: route('GET /chains/:chainId/connection-profile', {
    access: 'artifacts:read',
    tag: 'Chains',
    summary: 'Connection profile of one organization for Fabric client applications',
    params: chainParams,
    query: z.strictObject({ organization: z.string().max(60).optional() }),
    response: z.record(z.string(), z.unknown()),
  }),
  connectionProfileYaml: route('GET /chains/:chainId/connection-profile.yaml', {
    access: 'artifacts:read',
    tag: 'Chains',
    summary: 'The same connection profile as YAML',
    params: chainParams,
    query: z.strictObject({ organization: z.string().max(60).optional() }),
    response: z.unknown(),
    media: { response: 'text/plain' },
  }),
  artifacts: route('GET /chains/:chainId/artifacts', {
    access: 'artifacts:read',
    tag: 'Artifacts',
    summary: 'Files that Heddle keeps for the chain, without private keys',
    params: chainParams,
    response: pageOf(ArtifactFile),
  }),
  artifactText: route('GET /chains/:chainId/artifacts/file', {
    access: 'artifacts:read',
    tag: 'Artifacts',
    summary: 'Text of one of these files, at most its first MiB',
    params: chainParams,
    query: ArtifactFileQuery,
    response: ArtifactText,
  }),
  artifactsArchive: route('GET /chains/:chainId/artifacts.tar.gz', {
    access: 'artifacts:read',
    tag: 'Artifacts',
    summary: 'The same files as one archive',
    params: chainParams,
    response: z.unknown(),
    media: { response: 'application/gzip' },
  }),
};
