import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child, listens } from '../fabric/child';
import { freePorts } from '../fabric/free-ports';

/** The behaviour of a scripted chaincode server; `slow` and `mute-after` take an argument (see server-program.ts). */
export type ServerBehaviour =
  | 'serves'
  | 'mute'
  | 'slow'
  | 'mute-after'
  | 'wrong-id'
  | 'wrong-message'
  | 'ends'
  | 'exits'
  | 'http'
  | 'other-service';

/** PEM of the server's certificate and key, and of the CA of its clients. */
export interface ServerTls {
  readonly certificate: string;
  readonly privateKey: string;
  readonly clientCa?: string;
}

export interface ScriptedServerOptions {
  readonly behaviour: ServerBehaviour;
  readonly argument?: string;
  readonly packageId?: string;
  /** Default: a free port. */
  readonly port?: number;
  readonly tls?: ServerTls;
}

/** A chaincode server that misbehaves on purpose. */
export interface ScriptedServer {
  readonly address: string;
  readonly running: boolean;
  stop(): Promise<void>;
}

/** The program of a scripted server, for a start script of a chaincode project. */
export const SCRIPTED_SERVER = join(__dirname, 'server-program.ts');

/** Starts a chaincode server with the given behaviour and waits until it listens. */
export async function startScriptedServer(options: ScriptedServerOptions): Promise<ScriptedServer> {
  const { behaviour, argument = '', packageId = 'cc_1:ab12', tls } = options;
  const folder = await mkdtemp(join(tmpdir(), 'heddle-chaincode-'));
  const [free = 0] = await freePorts(1);
  const port = options.port ?? free;
  const address = `127.0.0.1:${String(port)}`;
  const child = await Child.start({
    name: behaviour,
    program: process.execPath,
    args: [SCRIPTED_SERVER, behaviour, argument],
    env: { CHAINCODE_SERVER_ADDRESS: address, CHAINCODE_ID: packageId, ...(await tlsEnvironment(folder, tls)) },
    logFile: join(folder, 'server.log'),
  });
  await child.until(() => listens(port));
  return {
    address,
    get running() {
      return child.running;
    },
    async stop() {
      await child.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function tlsEnvironment(folder: string, tls: ServerTls | undefined): Promise<Record<string, string>> {
  if (tls === undefined) return {};
  const files = { CHAINCODE_TLS_CERT: tls.certificate, CHAINCODE_TLS_KEY: tls.privateKey };
  const all = tls.clientCa === undefined ? files : { ...files, CHAINCODE_CLIENT_CA_CERT: tls.clientCa };
  const paths = await Promise.all(
    Object.entries(all).map(async ([name, content]) => {
      const path = join(folder, `${name}.pem`);
      await writeFile(path, content, { mode: 0o600 });
      return [name, path] as const;
    }),
  );
  return { CHAINCODE_TLS_DISABLED: 'false', ...Object.fromEntries(paths) };
}
