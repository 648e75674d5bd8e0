import { assertNever, type IdentityDownload } from '@heddle/contracts';
import {
  inFolder,
  mspFiles,
  pkcs12,
  publicFile,
  secretFile,
  walletFile,
  type FileTree,
  type KeyPair,
} from '@heddle/fabric';
import { fileName, zipped, type Download } from '../connect/download';

/** An identity with everything that its MSP folder needs. */
export interface OpenedIdentity {
  readonly name: string;
  readonly mspId: string;
  readonly keys: KeyPair;
  readonly caCertificate: string;
  readonly tlsCaCertificate: string;
}

/** The identity in the requested format. */
export async function identityDownload(identity: OpenedIdentity, asked: IdentityDownload): Promise<Download> {
  const { name, mspId, keys, caCertificate } = identity;
  const base = fileName(name);
  switch (asked.format) {
    case 'pem':
      return zipped(`${base}-pem`, pemFiles(identity));
    case 'msp':
      return zipped(`${base}-msp`, mspFolder(identity));
    case 'wallet':
      return { name: `${base}.id`, content: Buffer.from(walletFile({ mspId, identity: keys })) };
    case 'pkcs12': {
      const options = { identity: keys, caCertificate, friendlyName: name, password: asked.password };
      return { name: `${base}.p12`, content: await pkcs12(options) };
    }
    default:
      return assertNever(asked);
  }
}

function pemFiles({ name, keys, caCertificate, tlsCaCertificate }: OpenedIdentity): FileTree {
  return {
    [`${fileName(name)}-cert.pem`]: publicFile(keys.certificate),
    [`${fileName(name)}-key.pem`]: secretFile(keys.privateKey),
    'ca.pem': publicFile(caCertificate),
    'tlsca.pem': publicFile(tlsCaCertificate),
  };
}

function mspFolder({ keys, caCertificate, tlsCaCertificate }: OpenedIdentity): FileTree {
  return inFolder('msp', mspFiles({ identity: keys, caCertificate, tlsCaCertificate }));
}
