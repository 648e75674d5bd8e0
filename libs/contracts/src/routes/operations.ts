import { z } from 'zod';
import { Operation, OperationEvent, OperationEventsQuery, OperationListQuery } from '../operations';
import { pageOf } from '../pagination';
import { route } from '../route';
import { operationParams } from './params';

export const operationRoutes = {
  list: route('GET /operations', {
    access: 'operations:read',
    tag: 'Operations',
    summary: 'Operations, newest first',
    query: OperationListQuery,
    response: pageOf(Operation),
  }),
  get: route('GET /operations/:operationId', {
    access: 'operations:read',
    tag: 'Operations',
    summary: 'One operation with its steps, as of one event sequence',
    params: operationParams,
    response: Operation,
  }),
  events: route('GET /operations/:operationId/events', {
    access: 'operations:read',
    tag: 'Operations',
    summary: 'Events of an operation after a sequence',
    params: operationParams,
    query: OperationEventsQuery,
    response: z.strictObject({ items: z.array(OperationEvent), lastSeq: z.int() }),
  }),
  cancel: route('POST /operations/:operationId/cancel', {
    access: 'operations:write',
    tag: 'Operations',
    summary: 'Stop after the current step, or inside a long wait',
    status: 202,
    params: operationParams,
    response: Operation,
  }),
  retry: route('POST /operations/:operationId/retry', {
    access: 'operations:write',
    tag: 'Operations',
    summary: 'Continue from the step that failed',
    status: 202,
    params: operationParams,
    response: Operation,
  }),
  rollback: route('POST /operations/:operationId/rollback', {
    access: 'operations:write',
    tag: 'Operations',
    summary: 'Remove everything that a failed or cancelled operation created',
    status: 202,
    params: operationParams,
    response: Operation,
  }),
};
