import { status } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { FabricConnection, type NodeEndpoint } from '../network/connection';
import { CallTimeoutError, RemoteCallError, TlsRefusedError, UnreachableError } from '../network/errors';
import { ChaincodeNotRegisteredError, type RegistrationFailure } from './registration-error';

export interface RegistrationOptions {
  /** The package id for which a peer would start the server. */
  readonly packageId: string;
  /** How long the server may take until it registers, in milliseconds; 15,000 when not given. */
  readonly timeout?: number;
  readonly signal?: AbortSignal | undefined;
}

const DEFAULT_TIMEOUT = 15_000;

const { REGISTERED, READY } = peer.ChaincodeMessage.Type;
/** A peer's response to REGISTER (`core/chaincode/handler.go`). */
const ANSWER = [REGISTERED, READY].map((type) => {
  const message = new peer.ChaincodeMessage();
  message.setType(type);
  return message;
});

/** The status of a gRPC server without the service, and of `grpc-js` for a response that is not gRPC. */
const NO_SUCH_SERVICE: readonly number[] = [status.UNIMPLEMENTED, status.UNKNOWN];

/** The prefix of `grpc-js` when there never was a connection; the last error of the socket follows. */
const NEVER_CONNECTED = /^(No connection established|Name resolution failed)/;
const NOBODY_LISTENS = /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|Name resolution failed/;

/**
 * Opens the stream that a peer opens to a chaincode that runs as a service (`core/chaincode/extcc/extcc_handler.go`),
 * waits for its REGISTER, responds as a peer does, and closes the stream: the server then takes the next peer. The
 * response matters: fabric-chaincode-java keeps one state for all its streams, and rejects every transaction while one
 * of them waits for READY.
 *
 * @param server a connection of the caller, which keeps it open for the next proof; by default there is one for this
 *   proof
 * @returns milliseconds from connecting to REGISTER
 * @throws ChaincodeNotRegisteredError
 */
export async function proveRegistration(
  server: NodeEndpoint | FabricConnection,
  options: RegistrationOptions,
): Promise<number> {
  if (server instanceof FabricConnection) return prove(server, options);
  using connection = new FabricConnection(server);
  return await prove(connection, options);
}

async function prove(
  connection: FabricConnection,
  { packageId, timeout = DEFAULT_TIMEOUT, signal }: RegistrationOptions,
): Promise<number> {
  const began = Date.now();
  const message = await firstMessage(connection, { timeout, signal });
  const name = registeredName(connection.address, message);
  if (name === packageId) return Date.now() - began;
  const what = `registered as ${JSON.stringify(name)} instead of ${JSON.stringify(packageId)}`;
  throw new ChaincodeNotRegisteredError(connection.address, 'wrong_id', what);
}

async function firstMessage(
  connection: FabricConnection,
  options: { timeout: number; signal: AbortSignal | undefined },
): Promise<peer.ChaincodeMessage> {
  try {
    const stream = connection.listen(peer.ChaincodeService.connect, { ...options, farewell: ANSWER });
    for await (const message of stream) return message;
  } catch (error) {
    const [reason, what] = whatFailed(error, connection, options.timeout);
    throw reason === undefined ? error : new ChaincodeNotRegisteredError(connection.address, reason, what, error);
  }
  throw new ChaincodeNotRegisteredError(connection.address, 'ended', 'ended the stream before it registered');
}

type Failure = readonly [RegistrationFailure, string] | readonly [undefined, ''];

function whatFailed(error: unknown, { connected }: FabricConnection, timeout: number): Failure {
  const within = `within ${String(timeout / 1000)} s`;
  if (error instanceof TlsRefusedError) return ['tls_refused', `refused TLS: ${error.message}`];
  if (error instanceof CallTimeoutError) {
    return connected
      ? ['mute', `took the stream and did not register ${within}`]
      : ['wrong_protocol', `did not answer a gRPC connection ${within}`];
  }
  if (error instanceof UnreachableError) return whyUnreachable(error.message);
  if (!(error instanceof RemoteCallError)) return [undefined, ''];
  return NO_SUCH_SERVICE.includes(error.status)
    ? ['wrong_protocol', `is not a chaincode server: ${error.message}`]
    : ['ended', `ended the stream before it registered: ${error.message}`];
}

function whyUnreachable(message: string): readonly [RegistrationFailure, string] {
  if (NOBODY_LISTENS.test(message)) return ['unreachable', 'is not there: nothing listens at this address'];
  const detail = message.slice(message.indexOf(': ') + 2);
  return NEVER_CONNECTED.test(detail)
    ? ['wrong_protocol', `does not speak gRPC: ${detail}`]
    : ['ended', `ended the connection before it registered: ${detail}`];
}

/** A server's first message; anything else than REGISTER is another protocol (`core/chaincode/handler.go`). */
function registeredName(address: string, message: peer.ChaincodeMessage): string {
  if (message.getType() !== peer.ChaincodeMessage.Type.REGISTER) {
    const what = `sent a message of type ${String(message.getType())} instead of REGISTER`;
    throw new ChaincodeNotRegisteredError(address, 'wrong_protocol', what);
  }
  try {
    return peer.ChaincodeID.deserializeBinary(message.getPayload_asU8()).getName();
  } catch (cause) {
    throw new ChaincodeNotRegisteredError(address, 'wrong_protocol', 'sent a REGISTER that cannot be read', cause);
  }
}
