import { z } from 'zod';
import { Instant } from './pagination';

/** A Fabric logging specification: `info`, or `gossip=debug:info`. The node itself checks names and levels. */
export const LogSpec = z
  .string()
  .regex(/^[A-Za-z0-9_.,=:-]{1,500}$/, 'is a logging specification such as debug, or gossip=debug:info');

/** Another log level for a node that runs, and the minutes after which it logs as before. */
export const SetLogLevel = z.strictObject({ spec: LogSpec, minutes: z.int().min(1).max(1_440).default(30) });

/** The log level that a node has until a time. A restart ends it earlier. */
export const LogLevel = z.strictObject({ spec: LogSpec, until: Instant });
export type LogLevel = z.infer<typeof LogLevel>;
