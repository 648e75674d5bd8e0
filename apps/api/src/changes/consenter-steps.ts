import type { PlannedStep } from '@heddle/contracts';
import type { ChannelEntity } from '@heddle/data';
import type { ConsentersAfter } from './consenter-quorum';
import { planned } from './planned-change';

/** An orderer that becomes a consenter of a channel, or stops being one. */
export interface ConsenterPlan {
  readonly channel: ChannelEntity;
  readonly node: string;
  readonly after: ConsentersAfter;
}

const arithmetic = ({ quorum, consenters, tolerated }: ConsentersAfter): string =>
  `${quorum} of ${consenters} are then needed, and ${tolerated} may fail`;

/** One channel after another, then the addresses. */
export const addConsenterSteps = (plans: readonly ConsenterPlan[]): PlannedStep[] => [
  ...plans.flatMap(({ channel: { name: channel, height }, node, after }) => [
    planned(
      'follow_channel',
      { node, channel, height: height ?? 0 },
      `Join channel ${channel} without a vote and read its ${height ?? 0} blocks`,
    ),
    planned(
      'add_consenter',
      { node, channel, ...after },
      `Make ${node} a consenter of channel ${channel}: ${arithmetic(after)}`,
    ),
  ]),
  ...plans.map(({ channel: { name: channel }, node }) =>
    planned('add_endpoint', { node, channel }, `Add ${node} to the orderer addresses of channel ${channel}`),
  ),
];

/** The addresses first, then one channel after another. */
export const removeConsenterSteps = (plans: readonly ConsenterPlan[]): PlannedStep[] => [
  ...plans.map(({ channel: { name: channel }, node }) =>
    planned('remove_endpoint', { node, channel }, `Take ${node} off the orderer addresses of channel ${channel}`),
  ),
  ...plans.map(({ channel: { name: channel }, node, after }) =>
    planned(
      'remove_consenter',
      { node, channel, ...after },
      `Remove ${node} from the consenters of channel ${channel}: ${arithmetic(after)}`,
    ),
  ),
];
