import { createPrivateKey } from 'node:crypto';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers, type Contract } from '@hyperledger/fabric-gateway';
import type { Reader } from '../programs/readers.ts';
import type { Call } from './load-client.ts';

export interface Place {
  readonly reader: Reader & { readonly hostName: string };
  readonly channel: string;
  readonly chaincode: string;
}

/** A bare client of fabric-gateway, written as in its documentation. */
export function openClient({ fn, ...place }: Place & { fn: string }): Call {
  const contract = openContract(place);
  return async (args) => {
    await contract.submitTransaction(fn, ...args);
  };
}

export function openContract({ reader, channel, chaincode }: Place): Contract {
  const { address, hostName, tlsRootCertificate, mspId, certificate, privateKey } = reader;
  const client = new Client(address, credentials.createSsl(Buffer.from(tlsRootCertificate)), {
    'grpc.ssl_target_name_override': hostName,
  });
  const gateway = connect({
    client,
    hash: hash.sha256,
    identity: { mspId, credentials: Buffer.from(certificate) },
    signer: signers.newPrivateKeySigner(createPrivateKey(privateKey)),
  });
  return gateway.getNetwork(channel).getContract(chaincode);
}
