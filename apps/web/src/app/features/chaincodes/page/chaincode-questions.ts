import type { Chaincode } from '@heddle/contracts';
import type { Question } from '../../../ui/confirm/confirm.dialog';

/** Asks before a chaincode is stopped. */
export function stopQuestion({ name, channel }: Chaincode): Question {
  return {
    title: 'chaincodes.stopTitle',
    text: 'chaincodes.stopText',
    action: 'chaincodes.stop',
    params: { name, channel },
    kept: ['chaincodes.keepsDefinition', 'chaincodes.keepsData'],
  };
}

/** Asks for a removal, with lists of what goes and what stays: Fabric deletes neither definitions nor packages. */
export function removeQuestion({ name, channel, definition }: Chaincode): Question {
  const served = definition.origin.type !== 'external';
  const committed = definition.committedAt !== null;
  return {
    title: 'chaincodes.removeTitle',
    text: committed ? 'chaincodes.removeText' : 'chaincodes.removeFailedText',
    action: 'chaincodes.removeAction',
    params: { name, channel },
    destroyed: [...(served ? ['chaincodes.removesServers'] : []), 'chaincodes.removesPackages'],
    kept: [...(committed ? ['chaincodes.keepsDefinition', 'chaincodes.keepsData'] : []), 'chaincodes.keepsInstalled'],
    typedName: name,
  };
}
