import { FabricError } from '../fabric-error';

export type ChannelDefinitionCode =
  | 'channel_name_invalid'
  | 'capability_invalid'
  | 'organization_name_invalid'
  | 'organization_duplicate'
  | 'msp_id_invalid'
  | 'msp_id_duplicate'
  | 'organizations_empty'
  | 'msp_conflict'
  | 'certificate_invalid'
  | 'certificate_not_ca'
  | 'certificates_empty'
  | 'consenters_empty'
  | 'consenter_duplicate'
  | 'consenter_untrusted'
  | 'address_invalid'
  | 'raft_options_invalid'
  | 'batch_settings_invalid'
  | 'policy_invalid'
  | 'policy_unknown_msp'
  | 'policy_name_invalid'
  | 'acl_invalid';

/** One thing that is wrong with a definition, and where: `path` is dotted, `orderer.consenters.0.port`. */
export interface ChannelDefinitionProblem {
  readonly code: ChannelDefinitionCode;
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** A channel definition that Fabric would refuse or choke on. `code` and `remedy` are those of the first problem. */
export class ChannelDefinitionError extends FabricError {
  readonly code: ChannelDefinitionCode;
  readonly problems: readonly ChannelDefinitionProblem[];

  constructor(problems: readonly [ChannelDefinitionProblem, ...ChannelDefinitionProblem[]]) {
    const [first, ...others] = problems;
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    super(`${first.path}: ${first.message}${more}`, { remedy: first.remedy });
    this.code = first.code;
    this.problems = problems;
  }
}
