import type { Chain } from '@heddle/contracts';
import type { ChangeQuestion } from '../../../ui/change/change.dialog';

/** Asks before all nodes of a chain restart, one after another. */
export function restartQuestion({ id, name }: Chain): ChangeQuestion {
  return {
    chainId: id,
    change: { kind: 'chain.restart' },
    title: 'chain.restartTitle',
    text: 'chain.restartText',
    action: 'chain.restart',
    params: { name },
    destructive: false,
  };
}
