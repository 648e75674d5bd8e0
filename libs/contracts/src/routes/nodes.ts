import { LogChunk, LogQuery, Node, ResizeNode, acceptedOf } from '../chains';
import { SetLogLevel } from '../log-level';
import { pageOf } from '../pagination';
import { route } from '../route';
import { chainParams, nodeParams } from './params';

export const nodeRoutes = {
  list: route('GET /chains/:chainId/nodes', {
    access: 'nodes:read',
    tag: 'Nodes',
    summary: 'Nodes of a chain with their status',
    params: chainParams,
    response: pageOf(Node),
  }),
  get: route('GET /chains/:chainId/nodes/:nodeId', {
    access: 'nodes:read',
    tag: 'Nodes',
    summary: 'One node',
    params: nodeParams,
    response: Node,
  }),
  logs: route('GET /chains/:chainId/nodes/:nodeId/logs', {
    access: 'nodes:read',
    tag: 'Nodes',
    summary: 'Log text of a node, from its end or from an offset, optionally waiting for more',
    params: nodeParams,
    query: LogQuery,
    response: LogChunk,
  }),
  restart: route('POST /chains/:chainId/nodes/:nodeId/restart', {
    access: 'nodes:write',
    tag: 'Nodes',
    summary: 'Restart one node',
    status: 202,
    params: nodeParams,
    response: acceptedOf(Node),
  }),
  resize: route('POST /chains/:chainId/nodes/:nodeId/resize', {
    access: 'nodes:write',
    tag: 'Nodes',
    summary: 'Give a node of a Kubernetes chain other resources; it restarts with them',
    status: 202,
    params: nodeParams,
    body: ResizeNode,
    response: acceptedOf(Node),
  }),
  setLogLevel: route('PUT /chains/:chainId/nodes/:nodeId/log-level', {
    access: 'nodes:write',
    tag: 'Nodes',
    summary: 'Change the log level of an orderer or a peer while it runs, for some minutes',
    params: nodeParams,
    body: SetLogLevel,
    response: Node,
  }),
  resetLogLevel: route('DELETE /chains/:chainId/nodes/:nodeId/log-level', {
    access: 'nodes:write',
    tag: 'Nodes',
    summary: 'Let a node log as it was started',
    params: nodeParams,
    response: Node,
  }),
};
