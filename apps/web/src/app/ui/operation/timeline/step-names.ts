import type { OperationKind } from '@heddle/contracts';

const DEPLOYMENT = ['build', 'package', 'serve', 'install', 'approve', 'commit', 'check', 'initialize'] as const;

/** The steps that the console has words of its own for; any other shows the name that the server gives it. */
export const STEP_NAMES = {
  'chain.create': ['plan', 'identities', 'artifacts', 'nodes', 'ready'],
  'chain.start': ['start', 'ready'],
  'chain.stop': ['stop'],
  'chain.release': ['nodes', 'artifacts', 'forget'],
  'node.restart': ['restart', 'ready'],
  'node.resize': ['resize', 'ready'],
  'channel.create': ['config', 'orderers', 'peers', 'verify'],
  'chaincode.deploy': DEPLOYMENT,
  'chaincode.upgrade': DEPLOYMENT,
} as const satisfies Record<OperationKind, readonly string[]>;

/** How a step is called: a message's key, or the server's name made readable. */
export type StepLabel = { key: string } | { text: string };

export function stepLabel(kind: OperationKind, step: string): StepLabel {
  const known: readonly string[] = STEP_NAMES[kind];
  if (known.includes(step)) return { key: `step.${kind}.${step}` };
  const words = step.replace(/[-_]/g, ' ');
  return { text: words.charAt(0).toUpperCase() + words.slice(1) };
}
