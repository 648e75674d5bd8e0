import { openContract, type Place } from './gateway.ts';
import type { Call } from './load-client.ts';

/** The same client with queries, each with the same arguments. */
export function openClient({ fn, args, ...place }: Place & { fn: string; args: string[] }): Call {
  const contract = openContract(place);
  return async () => {
    await contract.evaluateTransaction(fn, ...args);
  };
}
