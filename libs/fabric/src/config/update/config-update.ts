import { common } from '@hyperledger/fabric-protos';
import { FabricError } from '../../fabric-error';
import { groupUpdate } from './config-update-sets';

/** The two configurations are equal: there is nothing to submit. */
export class NoConfigDifferenceError extends FabricError {
  readonly code = 'config_no_difference';

  constructor(channelName: string) {
    super(`The new configuration of ${channelName} does not differ from the one in force.`, {
      remedy: 'Treat the change as done, or change something.',
    });
  }
}

/** A configuration without a channel group can't be compared. */
export class EmptyConfigError extends FabricError {
  readonly code = 'config_empty';

  constructor(which: 'original' | 'updated') {
    super(`The ${which} configuration has no channel group.`, {
      remedy: 'Read the configuration from a config block.',
    });
  }
}

/**
 * The update that turns one configuration into the other, with the read and write sets that Fabric's own
 * `configtxlator compute_update` gives (`internal/configtxlator/update`): elements are compared by their bytes,
 * changed ones and groups with members added or removed go up by one version.
 * @throws NoConfigDifferenceError when the configurations do not differ
 * @throws EmptyConfigError
 */
export function computeConfigUpdate(
  channelName: string,
  original: common.Config,
  updated: common.Config,
): common.ConfigUpdate {
  const before = original.getChannelGroup();
  const after = updated.getChannelGroup();
  if (!before) throw new EmptyConfigError('original');
  if (!after) throw new EmptyConfigError('updated');
  const sets = groupUpdate(before, after);
  if (!sets.changed) throw new NoConfigDifferenceError(channelName);
  const update = new common.ConfigUpdate();
  update.setChannelId(channelName);
  update.setReadSet(sets.read);
  update.setWriteSet(sets.write);
  return update;
}
