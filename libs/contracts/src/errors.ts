import { z } from 'zod';

/** Every stable error code of the API, operations and sockets. */
export const ERROR_CODES = [
  'validation_failed',
  'malformed_request',
  'unauthenticated',
  'invalid_credentials',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'conflict',
  'name_taken',
  'scope_busy',
  'invalid_state',
  'idempotency_mismatch',
  'precondition_failed',
  'payload_too_large',
  'unsupported_media_type',
  'unsupported_archive',
  'too_many_requests',
  'unavailable',
  'internal',
  'binary_missing',
  'port_taken',
  'disk_full',
  'node_failed',
  'node_not_ready',
  'no_leader',
  'orderer_unreachable',
  'peer_unreachable',
  'channel_join_failed',
  'config_rejected',
  'toolchain_missing',
  'build_failed',
  'registry_unreachable',
  'chaincode_crashed',
  'chaincode_unavailable',
  'chaincode_not_registered',
  'chaincode_uninitialized',
  'chaincode_rejected',
  'endorsement_refused',
  'endorsements_differ',
  'transaction_invalid',
  'commit_timeout',
  'release_incomplete',
  'cluster_unreachable',
  'cluster_refused',
  'kubeconfig_refused',
  'template_invalid',
  'image_unavailable',
  'unschedulable',
  'quota_exceeded',
  'volume_pending',
  'volume_unavailable',
  'cancelled',
  'worker_died_repeatedly',
] as const;

export const ErrorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** One rejected field: `path` as in `organizations.1.peers`. */
export const FieldError = z.strictObject({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof FieldError>;

/** A chain, or a chaincode of the channel that the request names. */
export const ExistingResource = z.strictObject({ type: z.enum(['chain', 'chaincode']), id: z.string() });
export type ExistingResource = z.infer<typeof ExistingResource>;

/** The body of every error response, RFC 9457 `application/problem+json`. */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: ErrorCode,
  detail: z.string(),
  remedy: z.string().optional(),
  errors: z.array(FieldError).optional(),
  operationId: z.string().optional(),
  /** Parameters of the sentence, for a client that has its own sentence for the code. */
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  /** Output of the program that failed, such as the last lines of a chaincode server's log. */
  cause: z.string().optional(),
  /** The resource that has the name, with `name_taken`. */
  existing: ExistingResource.optional(),
});
export type Problem = z.infer<typeof Problem>;

/** Why an operation failed: where, the cause in the words of the node or compiler, and the remedy. */
export const OperationError = z.strictObject({
  code: ErrorCode,
  message: z.string(),
  remedy: z.string(),
  cause: z.string().nullable(),
  retryable: z.boolean(),
  step: z.string().nullable(),
});
export type OperationError = z.infer<typeof OperationError>;
