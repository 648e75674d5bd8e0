import type { ChannelDefinitionProblem } from '../definition/channel-definition-error';

const MAX_NAME_LENGTH = 249;
const CHANNEL_NAME = /^[a-z][a-z0-9.-]*$/;
const CONFIG_NAME = /^[a-zA-Z0-9.-]+$/;
const HOST = /^(?=.{1,253}$)[a-zA-Z0-9_]([a-zA-Z0-9_.-]*[a-zA-Z0-9_])?$|^[0-9a-fA-F:]*:[0-9a-fA-F:.]*$/;
const ENDPOINT = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/;
const MAX_PORT = 65_535;

/** `common/configtx/validator.go`, ValidateChannelID. */
export function isChannelName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && CHANNEL_NAME.test(name);
}

/** Names of groups, values and policies; `common/configtx/validator.go`, validateConfigID. */
export function isConfigName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && CONFIG_NAME.test(name) && name !== '.' && name !== '..';
}

/** An address that a gRPC client can dial. */
export function isAddress(host: string, port: number): boolean {
  return HOST.test(host) && Number.isInteger(port) && port >= 1 && port <= MAX_PORT;
}

export function isEndpoint(endpoint: string): boolean {
  const [, bracketed, plain, port] = ENDPOINT.exec(endpoint) ?? [];
  return isAddress(bracketed ?? plain ?? '', Number(port));
}

export function checkChannelName(name: string, path: string): ChannelDefinitionProblem[] {
  if (isChannelName(name)) return [];
  const remedy =
    'Start with a lower case letter and use lower case letters, digits, dots and dashes, at most 249 characters.';
  return [{ code: 'channel_name_invalid', path, message: `"${name}" is not a channel name`, remedy }];
}

export function checkAddress(host: string, port: number, path: string): ChannelDefinitionProblem[] {
  if (isAddress(host, port)) return [];
  const remedy = 'Give a host name or IP address and a port from 1 to 65535.';
  return [{ code: 'address_invalid', path, message: `"${host}:${port}" is not an address`, remedy }];
}

/** The values that occur in the list more than once, each once. */
export function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
