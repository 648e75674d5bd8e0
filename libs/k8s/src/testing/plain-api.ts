import type { ClusterContext } from '../cluster-context';
import { Agent } from 'undici';

/** The context of a plain HTTP server on this machine, which plays the API server and asks for no credentials. */
export function plainContext(port: number, authenticate: () => void = () => undefined): ClusterContext {
  const dispatcher = new Agent();
  const connection = () => {
    authenticate();
    return Promise.resolve({ dispatcher, headers: {} });
  };
  const api = { server: `http://127.0.0.1:${port}/`, config: { connection } };
  return { name: 'test', api } as unknown as ClusterContext;
}
