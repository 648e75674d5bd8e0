import { planCertificates, organizationsOf, planNodes, type FileTree } from '@heddle/topology';
import type { ChainSpec } from '@heddle/contracts';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { dump } from 'js-yaml';

const run = promisify(execFile);

async function treeOf(folder: string): Promise<FileTree> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const secret = path.includes('keystore') || path.endsWith('.key');
        return [relative(folder, path), { content: await readFile(path, 'utf8'), secret }] as const;
      }),
  );
  return Object.fromEntries(files);
}

/** Identities for every node of a chain, made by Fabric's own cryptogen: `msp/` and `tls/` by node name. */
export async function cryptogenFiles(spec: ChainSpec, fabricHome: string): Promise<Record<string, FileTree>> {
  const folder = await mkdtemp(join(tmpdir(), 'heddle-crypto-'));
  try {
    await writeFile(join(folder, 'crypto.yaml'), dump(cryptogenConfig(spec)));
    const args = ['generate', `--config=${join(folder, 'crypto.yaml')}`, `--output=${join(folder, 'out')}`];
    await run(join(fabricHome, 'bin', 'cryptogen'), args);
    const domains = new Map(organizationsOf(spec).map(({ name, domain }) => [name, domain]));
    const trees = planNodes(spec).map(async ({ name, kind, organization, hostName }) => {
      const path = join(folder, 'out', `${kind}Organizations`, domains.get(organization) ?? '', `${kind}s`, hostName);
      return [name, await treeOf(path)] as const;
    });
    return Object.fromEntries(await Promise.all(trees));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function cryptogenConfig(spec: ChainSpec): Record<string, unknown> {
  const organizations = planCertificates(spec).map(({ organization: { name, kind, domain }, nodes }) => ({
    kind,
    entry: {
      Name: name,
      Domain: domain,
      EnableNodeOUs: true,
      Specs: nodes.map(({ tls }) => ({ Hostname: tls.commonName.split('.')[0], SANS: [...tls.sans] })),
      Users: { Count: 1 },
    },
  }));
  const entries = (wanted: string) => organizations.filter(({ kind }) => kind === wanted).map(({ entry }) => entry);
  return { OrdererOrgs: entries('orderer'), PeerOrgs: entries('peer') };
}
