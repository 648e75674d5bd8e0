import type { FieldError, UpgradeChaincode } from '@heddle/contracts';
import { parsePolicy, PolicySyntaxError, policyMspIds } from '@heddle/fabric';

interface NamedPolicy {
  readonly path: string;
  readonly text: string;
}

/** What is wrong with the policies of a definition: syntax, roles, and MSP ids that no member of the channel has. */
export function policyErrors(
  definition: Pick<UpgradeChaincode, 'endorsementPolicy' | 'collections'>,
  members: readonly string[],
): FieldError[] {
  return policiesOf(definition).flatMap(({ path, text }) =>
    problemsOf(text, members).map((message) => ({ path, message })),
  );
}

function policiesOf({
  endorsementPolicy,
  collections,
}: Pick<UpgradeChaincode, 'endorsementPolicy' | 'collections'>): NamedPolicy[] {
  const own = named('endorsementPolicy', endorsementPolicy);
  const ofCollections = collections.flatMap((collection, index) => [
    ...named(`collections.${String(index)}.policy`, collection.policy),
    ...named(`collections.${String(index)}.endorsementPolicy`, collection.endorsementPolicy),
  ]);
  return [...own, ...ofCollections];
}

const named = (path: string, text: string | null): NamedPolicy[] => (text === null ? [] : [{ path, text }]);

function problemsOf(text: string, members: readonly string[]): string[] {
  try {
    const unknown = policyMspIds(parsePolicy(text)).filter((mspId) => !members.includes(mspId));
    return unknown.map((mspId) => `${mspId} is no member of the channel; its members are ${members.join(', ')}`);
  } catch (error) {
    if (error instanceof PolicySyntaxError) return [`${error.message}. ${error.remedy}`];
    throw error;
  }
}
