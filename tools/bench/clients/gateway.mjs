import { createPrivateKey } from 'node:crypto';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';

/**
 * A bare client of @hyperledger/fabric-gateway, written as in its documentation.
 * @param {{ reader: { address: string, hostName: string, tlsRootCertificate: string, mspId: string, certificate: string, privateKey: string }, channel: string, chaincode: string, fn: string }} options
 * @returns {import('./load-client.mjs').Submit}
 */
export function openClient({ reader, channel, chaincode, fn }) {
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
  const contract = gateway.getNetwork(channel).getContract(chaincode);
  return async (args) => {
    await contract.submitTransaction(fn, ...args);
  };
}
