import { servesDefinition } from '@heddle/contracts';
import type { ChaincodeUnavailableError } from '@heddle/fabric';
import type { NodeEntity, Store } from '@heddle/data';
import type { ApiError } from '../../errors/api-error';
import type { NodeLogs } from '../../nodes/node-logs';
import { nameOf, problemWith, type FailedCall } from './failed-call';
import { lastWords } from './last-words';

/** Maximum number of servers whose logs are read: all run the same code. */
const MOST_SERVERS = 2;

/** The chaincode did not answer: adds the last lines of its servers, if Heddle runs them. */
export async function chaincodeFailure(
  error: ChaincodeUnavailableError,
  call: FailedCall,
  { store, logs }: { readonly store: Store; readonly logs: NodeLogs },
): Promise<ApiError> {
  const servers = await serversOf(error, call, store);
  const words = await Promise.all(servers.slice(0, MOST_SERVERS).map((server) => wordsOf(server, call, logs)));
  const output = words.filter((text) => text !== '').join('\n\n');
  const organizations = [...new Set(error.refusals.map(({ mspId }) => nameOf(call.channel, mspId)))].join(', ');
  return problemWith(error, {
    message: `${call.chaincode.name}.${call.fn} was not answered by the chaincode of ${organizations}. ${error.message}`,
    ...(output === '' ? {} : { words: output }),
  });
}

async function serversOf(
  { refusals }: ChaincodeUnavailableError,
  { channel, chaincode }: FailedCall,
  store: Store,
): Promise<NodeEntity[]> {
  const { definitionId } = chaincode;
  if (definitionId === null) return [];
  const mspIds = new Set(refusals.map(({ mspId }) => mspId));
  const nodes = await store.nodes.ofChain(channel.chainId);
  return nodes.filter(
    ({ kind, name, mspId }) => kind === 'chaincode' && mspIds.has(mspId) && servesDefinition(name, definitionId),
  );
}

/** Empty if no worker answers in time: the failure must not wait for its explanation. */
async function wordsOf({ id, name }: NodeEntity, { channel }: FailedCall, logs: NodeLogs): Promise<string> {
  const text = await logs.tail({ chainId: channel.chainId, nodeId: id }).catch(() => '');
  const words = lastWords(text);
  return words === '' ? '' : `${name}:\n${words}`;
}
