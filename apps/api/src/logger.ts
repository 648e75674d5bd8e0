import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Settings } from '@heddle/config';

/** Fields that must never reach a log, whichever object contains them. */
const SECRETS = [
  'password',
  'currentPassword',
  'newPassword',
  'token',
  'accessToken',
  'authorization',
  'cookie',
  'transient',
  'kubeconfig',
  'pullSecrets',
];

export function createLogger(settings: Pick<Settings, 'logLevel'>): Logger {
  return pino({
    name: 'api',
    level: settings.logLevel,
    redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
  });
}

/** Nest's own messages in the same stream; its start-up messages are logged at level debug. */
export class NestLog implements LoggerService {
  readonly #log: Logger;

  constructor(log: Logger) {
    this.#log = log;
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.#log.debug({ nest: rest.at(-1) }, String(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.#log.warn({ nest: rest.at(-1) }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const fields = message instanceof Error ? { err: message } : { nest: rest };
    this.#log.error(fields, message instanceof Error ? message.message : String(message));
  }
}
