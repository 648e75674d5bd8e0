import { collectionConflicts, type CollectionConfig, type FieldError, type SettledDefinition } from '@heddle/contracts';
import { isOrOfPrincipals, parseEndorsementPolicy, parsePolicy, PolicySyntaxError, policyMspIds } from '@heddle/fabric';
import type { PolicyExpression } from '@heddle/fabric';
import { NOT_EXPRESSIBLE, type ChannelFacts } from '../channels/channel-ledger';

type Checked = Pick<SettledDefinition, 'endorsementPolicy' | 'collections'>;
type Channel = Pick<ChannelFacts, 'members' | 'policies'>;

/** Checks for everything in a definition that Fabric rejects at approval, or that no set of endorsers can satisfy. */
export function definitionErrors(
  { endorsementPolicy, collections }: Checked,
  channel: Channel,
  committed: readonly CollectionConfig[],
): FieldError[] {
  return [
    ...at('endorsementPolicy', endorsementProblems(endorsementPolicy, channel)),
    ...collections.flatMap((collection, index) =>
      collectionErrors(collection, `collections.${String(index)}`, channel),
    ),
    ...collectionConflicts(committed, collections),
  ];
}

const at = (path: string, messages: readonly string[]): FieldError[] => messages.map((message) => ({ path, message }));

function collectionErrors({ policy, endorsementPolicy }: CollectionConfig, path: string, channel: Channel) {
  return [
    ...at(`${path}.policy`, memberProblems(policy, channel)),
    ...at(`${path}.endorsementPolicy`, endorsementProblems(endorsementPolicy, channel)),
  ];
}

function endorsementProblems(text: string | null, channel: Channel): string[] {
  if (text === null) return [];
  return problemsOf(text, () => {
    const policy = parseEndorsementPolicy(text);
    if (policy.type === 'signature') return strangers(policy.expression, channel);
    if (channel.policies.includes(policy.path)) return [];
    const known = channel.policies.filter((path) => path.startsWith('/Channel/Application/'));
    return [`the channel has no policy ${policy.path}; those of its application are ${known.join(', ')}`];
  });
}

/** Fabric accepts only an OR of principals as members of a collection (`validateSpOrConcat`). */
function memberProblems(text: string, channel: Channel): string[] {
  return problemsOf(text, () => {
    const expression = parsePolicy(text);
    if (isOrOfPrincipals(expression)) return strangers(expression, channel);
    return ['the members of a collection are an OR of principals: AND and counts above 1 are not possible here'];
  });
}

const strangers = (expression: PolicyExpression, { members }: Channel): string[] =>
  policyMspIds(expression)
    .filter((mspId) => !members.includes(mspId))
    .map((mspId) => `${mspId} is not a member of the channel; its members are ${members.join(', ')}`);

function problemsOf(text: string, check: () => string[]): string[] {
  if (text === NOT_EXPRESSIBLE) {
    return ['the committed policy names single identities or organizational units: give the policy as text'];
  }
  try {
    return check();
  } catch (error) {
    if (error instanceof PolicySyntaxError) return [`${error.message}. ${error.remedy}`];
    throw error;
  }
}
