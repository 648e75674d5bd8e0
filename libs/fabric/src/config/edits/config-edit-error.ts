import { FabricError } from '../../fabric-error';
import type { ConfigEditCode } from '../../fabric-error-code';

const REMEDIES: Readonly<Record<ConfigEditCode, string>> = {
  config_group_missing: 'Check the path, and that this is the configuration of an application channel.',
  organization_unknown: 'Check the MSP id against the members of the channel.',
  organization_exists: 'Edit the organization that is there, or choose another name and MSP id.',
  organization_last: 'Add the organization that is to stay before this one is removed.',
  consensus_type_unsupported: 'Edit the consensus metadata in the channel configuration as JSON.',
  consenter_unknown: 'Check host and port against the consenters of the channel.',
  consenter_exists: 'Give the new consenter an address of its own.',
  consenter_last: 'Add another consenter before this one is removed.',
  policy_unknown: 'Check the name against the policies of the group.',
};

/** An edit that does not fit the configuration that it is applied to. */
export class ConfigEditError extends FabricError {
  readonly code: ConfigEditCode;

  constructor(code: ConfigEditCode, message: string) {
    super(message, { remedy: REMEDIES[code] });
    this.code = code;
  }
}
