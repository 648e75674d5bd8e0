import { type FileTree, publicFile, secretFile } from './file-tree';
import type { KeyPair } from './key-pair';

export interface TlsOptions {
  readonly identity: KeyPair;
  /** Certificate of the CA that issued it, PEM. */
  readonly tlsCaCertificate: string;
  /** Nodes have `server.crt` and `server.key`, users have `client.crt` and `client.key`, as in cryptogen. */
  readonly owner?: 'client' | 'server';
}

/** The TLS folder of a node or a user: `ca.crt`, and the certificate and key under their owner's name. */
export function tlsFiles({ identity, tlsCaCertificate, owner = 'server' }: TlsOptions): FileTree {
  return {
    'ca.crt': publicFile(tlsCaCertificate),
    [`${owner}.crt`]: publicFile(identity.certificate),
    [`${owner}.key`]: secretFile(identity.privateKey),
  };
}
