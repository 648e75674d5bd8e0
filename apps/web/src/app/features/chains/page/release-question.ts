import type { Chain } from '@heddle/contracts';
import type { Question } from '../../../ui/confirm/confirm.dialog';

/** Asks for a release, with lists of what goes and what stays; ledgers on a cluster's volumes can be spared. */
export function releaseQuestion({ name, counts, cluster }: Chain): Question {
  const question = {
    title: 'chain.releaseTitle',
    text: 'chain.releaseText',
    action: 'chain.releaseAction',
    params: { name, orderers: counts.orderers, peers: counts.peers, cluster: cluster ?? '' },
    destroyed: ['chain.releaseNodes', 'chain.releaseLedgers', 'chain.releaseKeys'],
    kept: ['chain.releaseKeepsRecord'],
    typedName: name,
  };
  if (cluster === null) return question;
  return {
    ...question,
    destroyed: ['chain.releaseNodes', 'chain.releaseObjects', 'chain.releaseLedgers', 'chain.releaseKeys'],
    spare: { label: 'chain.keepLedgers', item: 'chain.releaseLedgers', kept: 'chain.releaseKeepsLedgers' },
  };
}
