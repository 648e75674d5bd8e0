import { defineOperation, step } from '@heddle/queue';
import { reachingNodes } from '../../errors/reaching-nodes';
import type { WorkerServices } from '../../services';
import { STEP_SECONDS } from '../step-seconds';
import { joinedAtLast, setMembership } from './membership';
import { awaitNewNode, clearNode, startNewNode } from './new-node';
import { installPackages, joinChannels } from './peer-add';

const SECONDS = STEP_SECONDS['peer.recreate'];

/** Deletes the ledger of a peer, which then joins its channels as a new peer does, with the same identity and ports. */
export const peerRecreate = defineOperation<'peer.recreate', WorkerServices>('peer.recreate', {
  steps: [
    step('leave', { weight: SECONDS.leave }, setMembership('joining'), setMembership('joined')),
    step('clear', { weight: SECONDS.clear }, clearNode),
    step('start', { weight: SECONDS.start, retry: { attempts: 2, delayMs: 500 } }, startNewNode),
    step('ready', { weight: SECONDS.ready, retry: { attempts: 2, delayMs: 500 } }, awaitNewNode),
    step('join', { weight: SECONDS.join }, reachingNodes(joinChannels)),
    step('install', { weight: SECONDS.install }, reachingNodes(installPackages)),
  ],
  onState: joinedAtLast,
});
