/** The name prefix of a definition's servers. */
export const definitionSuffix = (definitionId: string): string => definitionId.slice(0, 8);

/** Whether a chaincode server belongs to a definition, by its name. */
export function servesDefinition(serverName: string, definitionId: string): boolean {
  return serverName.endsWith(`-${definitionSuffix(definitionId)}`);
}
