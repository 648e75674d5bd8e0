import type { OperationKind } from '@heddle/contracts';
import type { z } from 'zod';
import type { StateChange, Step } from './define-operation';
import type { HandlerSet } from './handlers';

/** A handler with an unknown input type. The engine parses the input by `input` before it passes it on. */
export interface RunnableHandler<Services> {
  readonly kind: OperationKind;
  readonly version: number;
  readonly input: z.ZodType;
  readonly steps: readonly Step<unknown, Services>[];
  readonly onState: ((change: StateChange<unknown, Services>) => Promise<void>) | null;
}

export const runnable = <Services>(handlers: HandlerSet<Services>, kind: OperationKind): RunnableHandler<Services> =>
  handlers[kind] as unknown as RunnableHandler<Services>;
