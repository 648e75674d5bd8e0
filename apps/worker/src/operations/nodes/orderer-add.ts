import { defineOperation, step } from '@heddle/queue';
import { reachingNodes } from '../../errors/reaching-nodes';
import type { WorkerServices } from '../../services';
import { STEP_SECONDS } from '../step-seconds';
import { consent, publish, resign, withdraw } from './consenter-steps';
import { joinedAtLast } from './membership';
import { awaitNewNode, planNewNode, removeNode, startNewNode, writeProfiles } from './new-node';

const SECONDS = STEP_SECONDS['orderer.add'];

/**
 * Adds an orderer. In each channel it first gets all blocks, and only then a vote, so that the quorum
 * never counts a node that cannot vote. Peers and applications get its address last.
 */
export const ordererAdd = defineOperation<'orderer.add', WorkerServices>('orderer.add', {
  steps: [
    step('plan', { weight: SECONDS.plan }, planNewNode, removeNode),
    step('start', { weight: SECONDS.start, retry: { attempts: 2, delayMs: 500 } }, startNewNode),
    step('ready', { weight: SECONDS.ready, retry: { attempts: 2, delayMs: 500 } }, awaitNewNode),
    step('consent', { weight: SECONDS.consent }, reachingNodes(consent), reachingNodes(resign)),
    step('endpoints', { weight: SECONDS.endpoints }, reachingNodes(publish), reachingNodes(withdraw)),
    step('profiles', { weight: SECONDS.profiles }, writeProfiles),
  ],
  onState: joinedAtLast,
});
