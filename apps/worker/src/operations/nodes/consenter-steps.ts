import { assertQuorum, followChannel, setConsenter, setEndpoint, untilConsenter } from './channel-orderer';
import { eachChannel } from './each-channel';

/**
 * Gets all blocks without a vote, then the vote. Nothing comes between the two: a follower looks for new blocks less
 * and less often, after a while every 10 s, and until it finds its own vote in a block, a quorum may wait for it.
 */
export const consent = eachChannel(async (changing) => {
  await followChannel(changing);
  await assertQuorum(changing, 1);
  await setConsenter(changing, true);
  await untilConsenter(changing);
  return 'is a consenter of';
});

/** Nothing has changed yet. */
export const checkQuorum = eachChannel(async (changing) => {
  await assertQuorum(changing, -1);
  return 'can leave the consenters of';
});

/** Loses its vote. */
export const resign = eachChannel(async (changing) => {
  await assertQuorum(changing, -1);
  await setConsenter(changing, false);
  return 'is no longer a consenter of';
});

/** Peers and applications use it. */
export const publish = eachChannel(async (changing) => {
  await setEndpoint(changing, true);
  return 'is an endpoint of';
});

/** Peers and applications do not use it. */
export const withdraw = eachChannel(async (changing) => {
  await setEndpoint(changing, false);
  return 'is no longer an endpoint of';
});
