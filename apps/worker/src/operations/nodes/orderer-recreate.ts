import { defineOperation, step } from '@heddle/queue';
import { reachingNodes } from '../../errors/reaching-nodes';
import type { WorkerServices } from '../../services';
import { STEP_SECONDS } from '../step-seconds';
import { checkQuorum, consent, publish, resign, withdraw } from './consenter-steps';
import { announceChain } from './membership';
import { awaitNewNode, clearNode, startNewNode } from './new-node';

const SECONDS = STEP_SECONDS['orderer.recreate'];

/**
 * Deletes the ledger of an orderer and gets it again from the others. A consenter may not forget what it acknowledged,
 * so the orderer leaves the consenters before, and joins them again with the same identity after.
 */
export const ordererRecreate = defineOperation<'orderer.recreate', WorkerServices>('orderer.recreate', {
  steps: [
    step('check', { weight: SECONDS.check }, reachingNodes(checkQuorum)),
    step('endpoints', { weight: SECONDS.endpoints }, reachingNodes(withdraw)),
    step('resign', { weight: SECONDS.resign }, reachingNodes(resign)),
    step('clear', { weight: SECONDS.clear }, clearNode),
    step('start', { weight: SECONDS.start, retry: { attempts: 2, delayMs: 500 } }, startNewNode),
    step('ready', { weight: SECONDS.ready, retry: { attempts: 2, delayMs: 500 } }, awaitNewNode),
    step('consent', { weight: SECONDS.consent }, reachingNodes(consent)),
    step('publish', { weight: SECONDS.publish }, reachingNodes(publish)),
  ],
  onState: announceChain,
});
