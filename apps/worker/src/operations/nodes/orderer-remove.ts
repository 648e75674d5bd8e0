import { defineOperation, step } from '@heddle/queue';
import { reachingNodes } from '../../errors/reaching-nodes';
import type { WorkerServices } from '../../services';
import { STEP_SECONDS } from '../step-seconds';
import { checkQuorum, consent, publish, resign, withdraw } from './consenter-steps';
import { announceChain, setMembership } from './membership';
import { removeNode } from './new-node';

const SECONDS = STEP_SECONDS['orderer.remove'];

/**
 * Removes an orderer. Its address goes first, so that no client uses it when it is no longer a consenter; the node goes
 * last, so that the quorum never counts a node that is gone.
 */
export const ordererRemove = defineOperation<'orderer.remove', WorkerServices>('orderer.remove', {
  steps: [
    step('check', { weight: SECONDS.check }, reachingNodes(checkQuorum)),
    step('leave', { weight: SECONDS.leave }, setMembership('leaving'), setMembership('joined')),
    step('endpoints', { weight: SECONDS.endpoints }, reachingNodes(withdraw), reachingNodes(publish)),
    step('consent', { weight: SECONDS.consent }, reachingNodes(resign), reachingNodes(consent)),
    step('remove', { weight: SECONDS.remove }, removeNode),
  ],
  onState: announceChain,
});
