/** What is wrong with a channel definition. */
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

/** Why an edit does not fit the configuration that it is applied to. */
export type ConfigEditCode =
  | 'config_group_missing'
  | 'organization_unknown'
  | 'organization_exists'
  | 'organization_last'
  | 'consensus_type_unsupported'
  | 'consenter_unknown'
  | 'consenter_exists'
  | 'consenter_last'
  | 'policy_unknown';

/** What is wrong with the text of a policy. */
export type PolicySyntaxErrorCode =
  | 'policy_empty'
  | 'policy_unexpected_token'
  | 'policy_unknown_gate'
  | 'policy_unknown_role'
  | 'policy_bad_principal'
  | 'policy_too_few_arguments'
  | 'policy_threshold'
  | 'policy_unterminated_string'
  | 'policy_too_deep';

/** Why an orderer's channel participation API rejected a request, by its HTTP status. */
export type ParticipationCode =
  | 'channel_already_joined'
  | 'channel_not_joined'
  | 'channel_removal_pending'
  | 'participation_disabled'
  | 'participation_refused'
  | 'participation_failed';

/** Failures of a call: the response of a node, or why there was none. */
export type FabricCallCode =
  | ParticipationCode
  | 'access_denied'
  | 'chaincode_crashed'
  | 'chaincode_timeout'
  | 'chaincode_uninitialized'
  | 'chaincode_not_registered'
  | 'chaincode_unavailable'
  | 'endorsement_refused'
  | 'endorsements_differ'
  | 'endorsers_unavailable'
  | 'invalid_block'
  | 'ledger_entry_not_found'
  | 'no_leader'
  | 'orderer_not_joined'
  | 'orderer_refused'
  | 'proposal_refused'
  | 'protocol_error'
  | 'remote_error'
  | 'timeout'
  | 'tls_refused'
  | 'transaction_invalid'
  | 'unreachable';

/** Invalid input to this library; no node was involved. */
export type FabricInputCode =
  | ChannelDefinitionCode
  | ConfigEditCode
  | PolicySyntaxErrorCode
  | 'config_empty'
  | 'config_json_invalid'
  | 'config_no_difference'
  | 'implicit_meta_syntax'
  | 'invalid_certificate'
  | 'invalid_chaincode_package'
  | 'invalid_subject'
  | 'invalid_validity'
  | 'issuer_mismatch'
  | 'not_a_certificate_authority'
  | 'not_a_config_block'
  | 'policy_not_expressible';

/** Every code of a {@link FabricError}; map the whole union, so that a new code cannot be forgotten. */
export type FabricErrorCode = FabricCallCode | FabricInputCode;
