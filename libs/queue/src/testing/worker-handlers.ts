import { type ChainId, OPERATION_KINDS, type OperationKind } from '@heddle/contracts';
import { defineOperation, type OperationHandler, type OperationOptions, step } from '../define-operation';
import type { HandlerSet } from '../handlers';

/** Handlers that do nothing, except for the given ones. */
export function handlersWith<S>(...own: OperationHandler<OperationKind, S>[]): HandlerSet<S> {
  const all = OPERATION_KINDS.map((kind) => [
    kind,
    own.find((handler) => handler.kind === kind) ??
      defineOperation(kind, { steps: [step('nothing', { weight: 1 }, () => Promise.resolve())] }),
  ]);
  return Object.fromEntries(all) as HandlerSet<S>;
}

/** A handler of `chain.start`, which most tests use. */
export const chainStart = <S>(options: OperationOptions<{ chainId: ChainId }, S>): OperationHandler<OperationKind, S> =>
  defineOperation('chain.start', options);
