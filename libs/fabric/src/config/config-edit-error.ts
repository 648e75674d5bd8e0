import { FabricError } from '../fabric-error';

export type ConfigEditCode =
  | 'config-group-missing'
  | 'organization-unknown'
  | 'organization-exists'
  | 'organization-last'
  | 'consensus-type-unsupported'
  | 'consenter-unknown'
  | 'consenter-exists'
  | 'consenter-last'
  | 'policy-unknown';

const REMEDIES: Readonly<Record<ConfigEditCode, string>> = {
  'config-group-missing': 'Check the path, and that this is the configuration of an application channel.',
  'organization-unknown': 'Check the MSP id against the members of the channel.',
  'organization-exists': 'Edit the organization that is there, or choose another name and MSP id.',
  'organization-last': 'Add the organization that is to stay before this one is removed.',
  'consensus-type-unsupported': 'Edit the consensus metadata in the channel configuration as JSON.',
  'consenter-unknown': 'Check host and port against the consenters of the channel.',
  'consenter-exists': 'Give the new consenter an address of its own.',
  'consenter-last': 'Add another consenter before this one is removed.',
  'policy-unknown': 'Check the name against the policies of the group.',
};

/** An edit that does not fit the configuration that it is made on. */
export class ConfigEditError extends FabricError {
  readonly code: ConfigEditCode;

  constructor(code: ConfigEditCode, message: string) {
    super(message, { remedy: REMEDIES[code] });
    this.code = code;
  }
}
