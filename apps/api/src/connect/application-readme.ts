import type { ConnectGuide, NodeAccess } from '@heddle/contracts';

interface Names {
  readonly chain: string;
  readonly channel: string;
  readonly identity: string;
}

type Guide = Omit<ConnectGuide, 'files'>;

const TITLES = { node: 'Node', go: 'Go', java: 'Java' } as const;

/** The README of an application's archive. */
export function applicationReadme({ mspId, peers, snippets }: Guide, { chain, channel, identity }: Names): string {
  const applications = snippets.map(({ language, run }) => `## ${TITLES[language]}\n\n${shell(run)}`);
  return (
    [
      `# Channel ${channel} of chain ${chain}`,
      `This folder connects an application to the channel as ${identity} of ${mspId}. It contains a private key: protect it like ` +
        'a password.',
      `Peers: ${peers.map(({ address, tlsName }) => `\`${address}\` (TLS name \`${tlsName}\`)`).join(', ')}.`,
      ...forwards(peers),
      `Read the settings first, in this folder:\n\n${shell('. ./application.env')}`,
      ...applications,
      '## Other clients',
      'Fabric’s sample applications read the same variables. Connection profiles in JSON and YAML are in ' +
        '`organizations`, in JSON and YAML; `wallet` is a file system wallet for fabric-network.',
    ].join('\n\n') + '\n'
  );
}

/** Commands that must keep running, if there are any. */
export function forwards(nodes: readonly NodeAccess[]): string[] {
  const commands = nodes.flatMap(({ forward }) => forward ?? []);
  if (commands.length === 0) return [];
  return [`The nodes run on a cluster. Keep these commands running:\n\n${shell(commands.join('\n'))}`];
}

export const shell = (lines: string): string => `\`\`\`sh\n${lines.trimEnd()}\n\`\`\``;
