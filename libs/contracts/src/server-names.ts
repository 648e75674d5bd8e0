/** What tells the servers of a definition from those of others. */
export const definitionSuffix = (definitionId: string): string => definitionId.slice(0, 8);

/** Whether a chaincode server was planned for a definition, by its name. */
export function servesDefinition(serverName: string, definitionId: string): boolean {
  return serverName.endsWith(`-${definitionSuffix(definitionId)}`);
}
