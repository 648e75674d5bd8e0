/**
 * A chaincode server whose behaviour is selected by its first argument. Node runs this file directly. It reads the
 * variables of Fabric's samples (`CHAINCODE_SERVER_ADDRESS`, ...).
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type handleBidiStreamingCall, Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';

type Message = peer.ChaincodeMessage;
type Stream = ServerDuplexStream<Message, Message>;

const { Type } = peer.ChaincodeMessage;
const [behaviour = 'serves', detail = ''] = process.argv.slice(2);
const {
  CHAINCODE_SERVER_ADDRESS: address = '',
  CHAINCODE_ID: packageId = '',
  CHAINCODE_TLS_DISABLED: plain = 'true',
  CHAINCODE_TLS_CERT: certificate = '',
  CHAINCODE_TLS_KEY: key = '',
  CHAINCODE_CLIENT_CA_CERT: clientCa = '',
} = process.env;
const started = Date.now();

function messageOf(type: Parameters<Message['setType']>[0], payload: Uint8Array, call?: Message): Message {
  const message = new peer.ChaincodeMessage();
  message.setType(type);
  message.setPayload(payload);
  message.setTxid(call?.getTxid() ?? '');
  message.setChannelId(call?.getChannelId() ?? '');
  return message;
}

function register(stream: Stream, name: string): void {
  const id = new peer.ChaincodeID();
  id.setName(name);
  stream.write(messageOf(Type.REGISTER, id.serializeBinary()));
}

/** Answers every call with its own success. */
function answer(stream: Stream, call: Message): void {
  if (call.getType() !== Type.TRANSACTION && call.getType() !== Type.INIT) return;
  const response = new peer.Response();
  response.setStatus(200);
  response.setPayload(Buffer.from('served'));
  stream.write(messageOf(Type.COMPLETED, response.serializeBinary(), call));
}

const BEHAVIOURS: Readonly<Record<string, (stream: Stream) => void>> = {
  serves: (stream) => {
    register(stream, packageId);
  },
  mute: () => {
    console.log('waiting for the price feed');
  },
  /** Registers once the process has run for this many milliseconds. */
  slow: (stream) => {
    void delay(started + Number(detail) - Date.now()).then(() => {
      register(stream, packageId);
    });
  },
  /** Registers once this file exists. */
  'mute-after': (stream) => {
    if (existsSync(detail)) console.log('waiting for the price feed');
    else register(stream, packageId);
  },
  'wrong-id': (stream) => {
    register(stream, 'other_1:ab12');
  },
  'wrong-message': (stream) => {
    stream.write(messageOf(Type.TRANSACTION, new Uint8Array()));
  },
  ends: (stream) => {
    stream.end();
  },
  exits: () => {
    console.log('the price feed is gone');
    process.exit(3);
  },
};

const connect: handleBidiStreamingCall<Message, Message> = (stream) => {
  console.log('a peer connected');
  stream.on('data', (call: Message) => {
    answer(stream, call);
  });
  stream.on('error', () => stream.end());
  stream.on('end', () => stream.end());
  BEHAVIOURS[behaviour]?.(stream);
};

function credentials(): ServerCredentials {
  if (plain === 'true') return ServerCredentials.createInsecure();
  const pair = { cert_chain: readFileSync(certificate), private_key: readFileSync(key) };
  return clientCa === ''
    ? ServerCredentials.createSsl(null, [pair])
    : ServerCredentials.createSsl(readFileSync(clientCa), [pair], true);
}

function listenAsHttp(): void {
  const port = Number(address.split(':').at(-1));
  createServer((_request, response) => response.end('hello')).listen(port, '127.0.0.1');
}

function listen(): void {
  const server = new Server();
  // Without the service, a gRPC server responds with UNIMPLEMENTED.
  if (behaviour !== 'other-service') server.addService(peer.ChaincodeService, { connect });
  server.bindAsync(address, credentials(), (error) => {
    if (error !== null) throw error;
  });
}

if (behaviour === 'http') listenAsHttp();
else listen();
