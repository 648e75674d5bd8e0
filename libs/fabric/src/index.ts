export { FabricError, type FabricErrorOptions } from './fabric-error';
export { createSigner, type Signer, type SignerOptions } from './signer';
