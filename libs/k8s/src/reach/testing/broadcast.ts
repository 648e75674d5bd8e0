import { Client, credentials } from '@grpc/grpc-js';
import { common, orderer } from '@hyperledger/fabric-protos';

const serialize = (envelope: common.Envelope) => Buffer.from(envelope.serializeBinary());
const deserialize = (bytes: Buffer) => orderer.BroadcastResponse.deserializeBinary(bytes);

/** A gRPC connection with TLS to an orderer whose certificate has the server name. */
export function ordererClient(address: string, tlsRootCertificate: string, serverName = 'localhost'): Client {
  return new Client(address, credentials.createSsl(Buffer.from(tlsRootCertificate)), {
    'grpc.ssl_target_name_override': serverName,
  });
}

/** Sends an envelope to an orderer, and returns the status of its response: 400 for an invalid one. */
export function broadcast(client: Client, payload: Uint8Array): Promise<number> {
  const envelope = new common.Envelope();
  envelope.setPayload(payload);
  const stream = client.makeBidiStreamRequest('/orderer.AtomicBroadcast/Broadcast', serialize, deserialize, {
    deadline: Date.now() + 20_000,
  });
  return new Promise((resolve, reject) => {
    stream.on('error', reject);
    stream.once('data', (response: orderer.BroadcastResponse) => {
      resolve(response.getStatus());
      stream.end();
    });
    stream.write(envelope);
  });
}
