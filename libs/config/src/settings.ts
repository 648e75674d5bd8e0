import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { chaincodeSettings, ChaincodeVariables, type ChaincodeSettings } from './chaincode-settings';

const port = z.coerce.number().int().min(1).max(65_535);

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HEDDLE_DATA: z.string().min(1).default('./data'),
  HEDDLE_SHARED: z.string().min(1).optional(),
  HEDDLE_TEMPLATES: z.string().min(1).default('./templates'),
  HEDDLE_TEMPLATE_OVERRIDES: z
    .string()
    .min(1)
    .transform((folder) => resolve(folder))
    .optional(),
  HEDDLE_SAMPLES: z.string().min(1).default('./samples'),
  HEDDLE_HOST: z.string().min(1).default('127.0.0.1'),
  HEDDLE_PORT: port.default(3000),
  HEDDLE_TRUST_PROXY: z
    .string()
    .regex(/^(\d{1,2}|[\w.:/]+(,[\w.:/]+)*)$/, 'must be a number of proxies, or their addresses separated by commas')
    .default('loopback')
    .transform((proxies) => (/^\d+$/.test(proxies) ? Number(proxies) : proxies)),
  HEDDLE_BODY_LIMIT_MIB: z.coerce.number().int().min(1).max(100).default(1),
  HEDDLE_METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  HEDDLE_WEB_ROOT: z.string().min(1).default('./dist/apps/web/browser'),
  DATABASE_URL: z.string().min(1).optional(),
  REDIS_URL: z.string().min(1).default('redis://127.0.0.1:6379/0'),
  HEDDLE_REDIS_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'holds only lower-case letters, digits and hyphens')
    .default('heddle'),
  HEDDLE_SECRET_KEY: z
    .base64()
    .refine((key) => Buffer.from(key, 'base64').length === 32, 'must be 32 bytes in base64')
    .optional(),
  HEDDLE_ADMIN_USERNAME: z.string().min(1).default('admin'),
  HEDDLE_ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  HEDDLE_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  HEDDLE_LEASE_MS: z.coerce.number().int().min(500).max(60_000).default(5_000),
  HEDDLE_RECONCILE_MS: z.coerce.number().int().min(100).max(60_000).default(2_000),
  HEDDLE_NODE_PORTS: z
    .string()
    .regex(/^\d{4,5}-\d{4,5}$/, 'must be FIRST-LAST')
    .default('20000-29999'),
  ...ChaincodeVariables,
  HEDDLE_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  FABRIC_HOME: z.string().min(1).optional(),
});

/** All settings of the API and the workers, typed. docs/settings.md describes them. */
export interface Settings {
  readonly production: boolean;
  /** NODE_ENV: values other than `production` differ only in how prominently programming errors are reported. */
  readonly environment: 'development' | 'test' | 'production';
  readonly dataDirectory: string;
  /** Artifacts, uploads and builds; clusters mount the same folder. */
  readonly sharedDirectory: string;
  /** Manifest templates: Heddle's own, and a folder whose files override them. */
  readonly templates: { readonly folder: string; readonly overrides: string | undefined };
  /** Folder of the sample chaincodes that the console offers. */
  readonly samples: string;
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly webRoot: string;
    /** Trusted proxies: their number, or their addresses, in Express' format. */
    readonly trustProxy: number | string;
    /** Maximum size of a JSON body in bytes; uploads are streams with a separate limit. */
    readonly bodyLimit: number;
    /** Lets Prometheus read the metrics from another machine. */
    readonly metricsToken: string | undefined;
  };
  readonly databaseUrl: string;
  readonly redis: { readonly url: string; readonly prefix: string };
  readonly secretKey: string | undefined;
  readonly admin: { readonly username: string; readonly password: string | undefined };
  readonly worker: {
    readonly concurrency: number;
    /** How long a killed worker keeps its operations, in milliseconds. */
    readonly leaseMs: number;
    readonly reconcileMs: number;
  };
  /** Listener ports of nodes on this machine, outside the kernel's ephemeral range. */
  readonly nodePorts: { readonly first: number; readonly last: number };
  /** How uploaded chaincode is built and run on this machine. */
  readonly chaincode: ChaincodeSettings;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Folder with bin/{peer,orderer} and config/{core,orderer}.yaml; undefined: found on PATH. */
  readonly fabricHome: string | undefined;
  /** Limit of parallel CPU-bound work. */
  readonly parallelism: number;
}

/** A setting is missing or invalid; the message names each variable and what is expected. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads settings from the environment.
 *
 * @throws SettingsError naming every variable that is wrong
 */
export function loadSettings(environment: NodeJS.ProcessEnv): Settings {
  const parsed = Environment.safeParse(environment);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new SettingsError(`Settings cannot be used. ${problems.join('; ')}`);
  }
  const values = parsed.data;
  const production = values.NODE_ENV === 'production';
  if (production && values.HEDDLE_SECRET_KEY === undefined) {
    throw new SettingsError(
      'HEDDLE_SECRET_KEY is not set: production needs its own key (32 random bytes in base64, `openssl rand -base64 32`).',
    );
  }
  const [first = 20_000, last = 29_999] = values.HEDDLE_NODE_PORTS.split('-').map(Number);
  if (first > last || last > 65_535) {
    throw new SettingsError('HEDDLE_NODE_PORTS: must be a range FIRST-LAST within 1-65535.');
  }
  const dataDirectory = resolve(values.HEDDLE_DATA);
  return {
    production,
    environment: values.NODE_ENV,
    dataDirectory,
    sharedDirectory: resolve(values.HEDDLE_SHARED ?? dataDirectory),
    templates: {
      folder: resolve(values.HEDDLE_TEMPLATES),
      overrides: values.HEDDLE_TEMPLATE_OVERRIDES,
    },
    samples: resolve(values.HEDDLE_SAMPLES),
    http: {
      host: values.HEDDLE_HOST,
      port: values.HEDDLE_PORT,
      webRoot: resolve(values.HEDDLE_WEB_ROOT),
      trustProxy: values.HEDDLE_TRUST_PROXY,
      bodyLimit: values.HEDDLE_BODY_LIMIT_MIB * 1_048_576,
      metricsToken: values.HEDDLE_METRICS_TOKEN,
    },
    databaseUrl: values.DATABASE_URL ?? `sqlite:${join(dataDirectory, 'heddle.sqlite')}`,
    redis: { url: values.REDIS_URL, prefix: values.HEDDLE_REDIS_PREFIX },
    secretKey: values.HEDDLE_SECRET_KEY,
    admin: { username: values.HEDDLE_ADMIN_USERNAME, password: values.HEDDLE_ADMIN_PASSWORD },
    worker: {
      concurrency: values.HEDDLE_WORKER_CONCURRENCY,
      leaseMs: values.HEDDLE_LEASE_MS,
      reconcileMs: values.HEDDLE_RECONCILE_MS,
    },
    nodePorts: { first, last },
    chaincode: chaincodeSettings(values),
    logLevel: values.HEDDLE_LOG_LEVEL,
    fabricHome: values.FABRIC_HOME,
    parallelism: availableParallelism(),
  };
}
