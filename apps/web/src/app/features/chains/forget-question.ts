import type { Chain } from '@heddle/contracts';
import type { Question } from '../../ui/confirm/confirm.dialog';

/** Asks before a released chain is forgotten: its name is free afterwards. */
export function forgetQuestion({ name }: Pick<Chain, 'name'>): Question {
  return {
    title: 'chain.deleteTitle',
    text: 'chain.deleteText',
    action: 'chain.deleteAction',
    params: { name },
    destroyed: ['chain.deletesRecord'],
    kept: ['chain.deleteKeepsOperations'],
  };
}
