import type { StepFunction } from '@heddle/queue';
import { OperationFailure } from '../errors/operation-failure';
import type { WorkerServices } from '../services';
import { serves, type ChaincodeInput } from '../world/chaincode-world';
import { serveDefinition } from './serve-definition';

type Run = StepFunction<ChaincodeInput, WorkerServices>;

/**
 * A step of a definition that may still become the chaincode's: no definition with its sequence or a later one has been
 * committed.
 */
export function unlessOvertaken(run: Run): Run {
  return async (context) => {
    const { chaincodes } = context.services.database.store;
    const [{ name, committedDefinitionId }, { id, version, sequence }] = await Promise.all([
      chaincodes.get(context.input.chaincodeId),
      chaincodes.definition(context.input.definitionId),
    ]);
    const committed = committedDefinitionId === null ? null : await chaincodes.definition(committedDefinitionId);
    if (committed !== null && committed.id !== id && committed.sequence >= sequence) {
      throw new OperationFailure(
        'invalid_state',
        `${name} ${version} was superseded: version ${committed.version} is committed as sequence ${committed.sequence}.`,
        { remedy: `Upgrade ${name} from that version with a new operation.`, retryable: false },
      );
    }
    await run(context);
  };
}

/** A step that needs the definition's servers. Servers that were stopped after a failed operation are started again. */
export function whileServed(run: Run): Run {
  return unlessOvertaken(async (context) => {
    const { services, input } = context;
    const rows = await services.database.store.nodes.ofChain(input.chainId);
    const servers = rows.filter((row) => row.kind === 'chaincode' && serves(row, input.definitionId));
    if (servers.some(({ desired }) => desired === 'stopped')) await serveDefinition(context);
    await run(context);
  });
}
