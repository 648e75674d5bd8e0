import type { KeyPair } from './key-pair';

export interface WalletFileOptions {
  readonly mspId: string;
  readonly identity: KeyPair;
}

/**
 * An identity as the file system wallet of fabric-network 2.x stores it: the content of `<label>.id`
 * (fabric-sdk-node, `fabric-network/src/impl/wallet/x509identity.ts`).
 */
export function walletFile({ mspId, identity: { certificate, privateKey } }: WalletFileOptions): string {
  return `${JSON.stringify({ credentials: { certificate, privateKey }, mspId, type: 'X.509', version: 1 })}\n`;
}
