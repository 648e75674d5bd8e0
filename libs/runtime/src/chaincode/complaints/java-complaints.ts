import { unreachable, type BuildComplaint, type Explanation } from './build-complaint';

const network = (): Explanation =>
  unreachable({
    registry: 'The Maven repository',
    settings: 'settings.xml of Maven, gradle.properties, HTTPS_PROXY',
    offline: 'Artifacts that were downloaded before are used without the network.',
  });

/** In order of precedence. */
export const JAVA_COMPLAINTS: readonly BuildComplaint[] = [
  {
    name: 'Maven repository unreachable',
    kind: 'network',
    pattern:
      /Could not (?:transfer|GET|HEAD|resolve)[^\n]*(?:\n[^\n]*){0,6}(?:Connection refused|Connect(?:ion)? timed out|Connection reset|Unknown ?[Hh]ost|No such host|Temporary failure in name resolution|Network is unreachable|Read timed out|PKIX path|status: 5\d\d|status code 5\d\d)|java\.net\.(?:UnknownHostException|ConnectException|SocketTimeoutException|NoRouteToHostException)/,
    explain: network,
  },
];
