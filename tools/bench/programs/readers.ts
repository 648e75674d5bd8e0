import { connectPeer, createSigner, type PeerClient } from '@heddle/fabric';

/** One peer and the identity that queries it; certificates and key are PEM. */
export interface Reader {
  readonly address: string;
  readonly hostName?: string;
  readonly tlsRootCertificate: string;
  readonly mspId: string;
  readonly certificate: string;
  readonly privateKey: string;
}

export interface Question {
  readonly channel: string;
  readonly chaincode: string;
  readonly fn: string;
  readonly args: readonly string[];
}

const LIMIT_MS = 30_000;
const AGAIN_MS = 10;

/** Waits until each peer answers the query itself. */
export async function readableOnEvery(readers: readonly Reader[], question: Question): Promise<void> {
  await Promise.all(readers.map((reader) => readable(reader, question)));
}

async function readable(reader: Reader, question: Question): Promise<void> {
  const { address, tlsRootCertificate, hostName, mspId, certificate, privateKey } = reader;
  const endpoint = {
    address,
    tlsRootCertificate,
    ...(hostName === undefined ? {} : { hostnameOverride: hostName }),
  };
  using peer = connectPeer({ endpoint, signer: createSigner({ mspId, certificate, privateKey }) });
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const refusal = await refusalOf(peer, question);
    if (refusal === undefined) return;
    if (Date.now() > deadline) throw new Error(`${address} cannot read the transaction`, { cause: refusal });
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

async function refusalOf(peer: PeerClient, question: Question): Promise<unknown> {
  try {
    await peer.query(question);
    return undefined;
  } catch (error) {
    return error ?? new Error('refused without a reason');
  }
}
