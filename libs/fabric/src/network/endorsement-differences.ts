import { isUtf8 } from 'node:buffer';
import { peer } from '@hyperledger/fabric-protos';
import { decodeReadWriteSets } from '../blocks/decode-read-write-set';
import type { NamespaceReadWriteSet, Version } from '../blocks/read-write-set';
import type { PeerClient, Query } from './peer-client';

/** An endorser and its name in messages. */
export interface NamedEndorser {
  readonly name: string;
  readonly peer: PeerClient;
}

/** One item on which the endorsers' results differ. */
export interface EndorsementDifference {
  /** `read`: their states differ, as while one catches up; all others: caused by the chaincode itself. */
  readonly kind: 'read' | 'write' | 'private write' | 'response' | 'event';
  /** Such as `key "k" of chaincode assets`. */
  readonly what: string;
  /** In the order of the endorsers; short, and null for one without such an item. */
  readonly values: readonly { readonly endorser: string; readonly value: string | null }[];
}

interface Effect extends Pick<EndorsementDifference, 'kind' | 'what'> {
  readonly value: string;
}

const LONGEST = 60;

/**
 * Has every endorser run the same proposal and compares the results. Nothing is ordered: the ledger is unchanged.
 * @throws the first error of an endorser that does not respond or refuses
 */
export async function endorsementDifferences(
  endorsers: readonly [NamedEndorser, ...NamedEndorser[]],
  query: Query,
): Promise<EndorsementDifference[]> {
  const proposal = await endorsers[0].peer.newProposal(query);
  const effects = await Promise.all(
    endorsers.map(async ({ name, peer: endorser }) => ({
      name,
      effects: effectsOf(await endorser.endorse(proposal)),
    })),
  );
  const all = new Map(effects.flatMap((answer) => [...answer.effects]));
  return [...all].flatMap(([key, { kind, what }]) => {
    const values = effects.map((answer) => ({ endorser: answer.name, value: answer.effects.get(key)?.value ?? null }));
    const same = values.every(({ value }) => value === values[0]?.value);
    return same ? [] : [{ kind, what, values: values.map(shortened) }];
  });
}

function effectsOf(response: peer.ProposalResponse): Map<string, Effect> {
  const payload = peer.ProposalResponsePayload.deserializeBinary(response.getPayload_asU8());
  const action = peer.ChaincodeAction.deserializeBinary(payload.getExtension_asU8());
  const effects: Effect[] = decodeReadWriteSets(action.getResults_asU8()).flatMap(effectsOfNamespace);
  effects.push({ kind: 'response', what: 'the returned value', value: shown(action.getResponse()?.getPayload_asU8()) });
  if (action.getEvents_asU8().length > 0) {
    const event = peer.ChaincodeEvent.deserializeBinary(action.getEvents_asU8());
    effects.push({ kind: 'event', what: `event ${event.getEventName()}`, value: shown(event.getPayload_asU8()) });
  }
  return new Map(effects.map((effect) => [`${effect.kind} ${effect.what}`, effect]));
}

function effectsOfNamespace({ namespace, reads, writes, collections }: NamespaceReadWriteSet): Effect[] {
  return [
    ...reads.map(({ key, version }): Effect => ({
      kind: 'read',
      what: keyOf(key, namespace),
      value: shownAt(version),
    })),
    ...writes.map(({ key, isDelete, value }): Effect => {
      return { kind: 'write', what: keyOf(key, namespace), value: isDelete ? 'deleted' : shown(value) };
    }),
    ...collections.flatMap(({ collection, hashedWrites }) =>
      hashedWrites.map(({ keyHash, valueHash }): Effect => {
        const what = `the key with hash ${keyHash.toString('hex').slice(0, 16)} in collection ${collection}`;
        return { kind: 'private write', what, value: `hash ${valueHash.toString('hex')}` };
      }),
    ),
  ];
}

const keyOf = (key: string, namespace: string): string => `key ${JSON.stringify(key)} of chaincode ${namespace}`;

const shownAt = (version: Version): string =>
  version === null ? 'absent' : `block ${version.blockNumber}, transaction ${version.transactionIndex}`;

function shown(bytes: Uint8Array = new Uint8Array()): string {
  const buffer = Buffer.from(bytes);
  return isUtf8(buffer) ? JSON.stringify(buffer.toString('utf8')) : `base64 ${buffer.toString('base64')}`;
}

function shortened({
  endorser,
  value,
}: EndorsementDifference['values'][number]): EndorsementDifference['values'][number] {
  return { endorser, value: value !== null && value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value };
}
