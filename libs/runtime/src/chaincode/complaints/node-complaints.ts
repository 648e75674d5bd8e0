import { part, unreachable, type BuildComplaint, type Explanation } from './build-complaint';

const network = (): Explanation =>
  unreachable({
    registry: 'The npm registry',
    settings: '.npmrc of the project, npm_config_registry, HTTPS_PROXY',
    offline: 'An archive with a complete node_modules builds without the network.',
  });

/** In order of precedence. */
export const NODE_COMPLAINTS: readonly BuildComplaint[] = [
  {
    name: 'npm lock file out of step',
    kind: 'source',
    pattern: /code EUSAGE[^]*?npm (?:error|ERR!) ((?:Missing|Invalid): [^\n]+)/,
    explain: (match) => ({
      reason: `package.json and its lock file do not match: ${part(match, 1)}.`,
      remedy: 'Run "npm install" in the project and pack it again with the lock file, or leave the lock file out.',
    }),
  },
  {
    name: 'npm engine',
    kind: 'source',
    pattern: /code EBADENGINE[^]*?Not compatible with your version of node\/npm: (\S+)[^]*?Required: (\{[^\n]*\})/,
    explain: (match) => ({
      reason: `${part(match, 1)} requires ${part(match, 2)}, which the versions here do not meet.`,
      remedy: 'Change "engines" in package.json, or remove engine-strict from .npmrc.',
    }),
  },
  {
    name: 'Node.js too old for the project',
    kind: 'source',
    pattern: /heddle: package\.json asks for Node\.js (\d+) or newer; this is (\S+)/,
    explain: (match) => ({
      reason: `package.json asks for Node.js ${part(match, 1)} or newer; chaincode is built and served with ${part(match, 2)}.`,
      remedy: `Change "engines": { "node": ">=${part(match, 1)}" } in package.json to a version up to ${part(match, 2)}.`,
    }),
  },
  {
    name: 'npm registry unreachable',
    kind: 'network',
    pattern:
      /npm (?:error|ERR!) (?:code|errno) (?:ECONN\w+|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|E5\d\d|ENOTCACHED|CERT_\w+|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+)|npm (?:error|ERR!) (?:network|FetchError: request to)/,
    explain: network,
  },
  {
    name: 'npm registry refuses',
    kind: 'network',
    pattern: /code E(?:401|403|407|429)\b[^]*?npm (?:error|ERR!) (?:\d{3} )?(\d{3} [^\n]*?) - (\w+ \S+)/,
    explain: (match) => ({
      reason: `The npm registry refused ${part(match, 2)} (${part(match, 1)}).`,
      remedy:
        'Check the registry, its credentials and its proxy (.npmrc of the project, npm_config_registry, HTTPS_PROXY), and whether it has the package, then retry.',
    }),
  },
  {
    name: 'npm package unknown',
    kind: 'source',
    pattern:
      /code E404[^]*?404\s+(?:The requested resource )?'([^\s']+)'|code ETARGET[^]*?No matching version found for (\S+?)\.?(?:\s|$)/,
    explain: (match) => {
      const name = match[1] ?? part(match, 2);
      return {
        reason: `The npm registry has no ${name}.`,
        remedy: `Correct the name or version of ${name} in package.json.`,
      };
    },
  },
  {
    name: 'npm dependency conflict',
    kind: 'source',
    pattern: /code ERESOLVE[^]*?npm (?:error|ERR!) (Found: [^\n]+)/,
    explain: (match) => ({
      reason: `Dependencies of package.json contradict each other (${part(match, 1)}).`,
      remedy: 'Correct the versions in package.json, or add the line legacy-peer-deps=true to .npmrc of the project.',
    }),
  },
  {
    name: 'TypeScript compile error',
    kind: 'source',
    pattern: /^(\S+\.[cm]?tsx?)(?:\((\d+),(\d+)\)|:(\d+):(\d+))(?::| -) error (TS\d+): ([^\n]+)/m,
    explain: (match) => {
      const place = `${part(match, 1)}:${match[2] ?? part(match, 4)}`;
      return {
        reason: `${place}: ${part(match, 6)}, ${part(match, 7)}`,
        remedy: `Correct ${place}, and deploy the corrected upload.`,
      };
    },
  },
  {
    name: 'script of package.json without its program',
    kind: 'source',
    pattern: /(?:sh|bash): (?:\d+: |line \d+: )?(\S+?): (?:command )?not found/,
    explain: (match) => ({
      reason: `A script of package.json calls ${part(match, 1)}, which is not installed.`,
      remedy: `Add the package of ${part(match, 1)} to devDependencies in package.json.`,
    }),
  },
];
