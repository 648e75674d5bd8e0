import type { OrganizationDefinition } from '../definition/channel-definition';
import type { ChannelDefinitionProblem } from '../definition/channel-definition-error';
import { checkMspMaterial } from './check-certificates';
import { duplicates, isConfigName } from './check-names';
import { checkPolicies } from './check-policies';
import { mspConfigOf } from '../groups/msp-config';

const NAME_REMEDY = 'Use letters, digits, dots and dashes, at most 249 characters.';

/** The organizations of one section; an organization may be in both sections, but only once in each. */
export function checkOrganizations(
  organizations: readonly OrganizationDefinition[],
  path: string,
  mspIds: ReadonlySet<string>,
): ChannelDefinitionProblem[] {
  if (organizations.length === 0) {
    const remedy = 'Name at least one organization.';
    return [{ code: 'organizations_empty', path, message: 'there is no organization', remedy }];
  }
  return [
    ...organizations.flatMap((organization, index) => checkOrganization(organization, `${path}.${index}`, mspIds)),
    ...duplicateNames(organizations, path),
    ...duplicateMspIds(organizations, path),
  ];
}

export function checkOrganization(
  { name, mspId, msp, policies }: OrganizationDefinition,
  path: string,
  mspIds: ReadonlySet<string>,
): ChannelDefinitionProblem[] {
  return [
    ...checkName(name, `${path}.name`),
    ...checkMspId(mspId, `${path}.mspId`),
    ...checkMspMaterial(msp, `${path}.msp`),
    ...checkPolicies(policies, `${path}.policies`, mspIds),
  ];
}

function checkName(name: string, path: string): ChannelDefinitionProblem[] {
  if (isConfigName(name)) return [];
  const message = `"${name}" is not an organization name`;
  return [{ code: 'organization_name_invalid', path, message, remedy: NAME_REMEDY }];
}

/** Narrower than Fabric's own rule: an MSP id with other characters can't be named in any policy text. */
function checkMspId(mspId: string, path: string): ChannelDefinitionProblem[] {
  if (isConfigName(mspId)) return [];
  return [{ code: 'msp_id_invalid', path, message: `"${mspId}" is not an MSP id`, remedy: NAME_REMEDY }];
}

function duplicateNames(organizations: readonly OrganizationDefinition[], path: string): ChannelDefinitionProblem[] {
  return duplicates(organizations.map(({ name }) => name)).map((name) => ({
    code: 'organization_duplicate',
    path,
    message: `there are several organizations named "${name}"`,
    remedy: 'Give each organization a name of its own.',
  }));
}

function duplicateMspIds(organizations: readonly OrganizationDefinition[], path: string): ChannelDefinitionProblem[] {
  return duplicates(organizations.map(({ mspId }) => mspId)).map((mspId) => ({
    code: 'msp_id_duplicate',
    path,
    message: `several organizations have the MSP id "${mspId}"`,
    remedy: 'Give each organization an MSP id of its own.',
  }));
}

/** `common/channelconfig/msp.go`: an organization of both sections must bring the same MSP to both. */
export function checkSharedMsps(
  orderers: readonly OrganizationDefinition[],
  applications: readonly OrganizationDefinition[],
): ChannelDefinitionProblem[] {
  return applications.flatMap((organization, index): ChannelDefinitionProblem[] => {
    const twin = orderers.find(({ mspId }) => mspId === organization.mspId);
    if (!twin || Buffer.compare(mspBytes(twin), mspBytes(organization)) === 0) return [];
    return [
      {
        code: 'msp_conflict',
        path: `application.organizations.${index}.msp`,
        message: `${organization.mspId} has other certificates here than as an orderer organization`,
        remedy: 'Give the same MSP material in both places, or use two MSP ids.',
      },
    ];
  });
}

function mspBytes(organization: OrganizationDefinition): Uint8Array {
  return mspConfigOf(organization).serializeBinary();
}
