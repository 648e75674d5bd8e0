import { OPERATION_STEPS, type OperationKind } from '@heddle/contracts';

/** How a step is called: a message's key, or the name that the server gives to an unknown one, made readable. */
export type StepLabel = { key: string } | { text: string };

export function stepLabel(kind: OperationKind, step: string): StepLabel {
  const known: readonly string[] = OPERATION_STEPS[kind];
  if (known.includes(step)) return { key: `step.${kind}.${step}` };
  const words = step.replace(/[-_]/g, ' ');
  return { text: words.charAt(0).toUpperCase() + words.slice(1) };
}
