import { rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import type { Settings } from '@heddle/config';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createApplication } from './application';
import { ensureFirstAdmin } from './auth/first-admin';
import { openResources } from './open-resources';

/** Another program listens on the port. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  constructor(port: number) {
    super(`Port ${String(port)} is taken by another program. Stop it, or set HEDDLE_PORT to a free port.`);
  }
}

export interface RunningApi {
  /** Base address without a trailing slash. */
  readonly url: string;
  /** Stops gracefully: running requests are answered, and clients of the live feed are asked to reconnect elsewhere. */
  close(): Promise<void>;
}

/** Time limit for running requests when the API stops, in milliseconds. */
const DRAIN_MS = 8_000;

/** @throws PortTakenError */
export async function runApi(settings: Settings): Promise<RunningApi> {
  const resources = await openResources(settings);
  try {
    await ensureFirstAdmin(resources);
    const app = await createApplication(resources);
    const url = await listen(app, settings.http);
    await writeFile(resources.layout.apiAddress, `${JSON.stringify({ url, pid: process.pid })}\n`);
    resources.log.info({ url }, 'listening');
    return {
      url,
      close: async () => {
        await rm(resources.layout.apiAddress, { force: true });
        await closeGracefully(app);
        await resources.close();
      },
    };
  } catch (error) {
    await resources.close();
    throw error;
  }
}

async function listen(app: NestExpressApplication, { host, port }: Settings['http']): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new PortTakenError(port);
    throw error;
  }
  const address = app.getHttpServer().address() as AddressInfo;
  const shown = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(address.address) ? 'localhost' : address.address;
  return `http://${shown}:${String(address.port)}`;
}

async function closeGracefully(app: NestExpressApplication): Promise<void> {
  const server = app.getHttpServer();
  const limit = setTimeout(() => {
    server.closeAllConnections();
  }, DRAIN_MS);
  const idle = setInterval(() => {
    server.closeIdleConnections();
  }, 50);
  try {
    await app.close();
  } finally {
    clearTimeout(limit);
    clearInterval(idle);
  }
}
