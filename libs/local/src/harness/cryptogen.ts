import { planCertificates, type FileTree, type Inventory } from '@heddle/topology';
import type { OperationsAccess } from '@heddle/runtime';
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

/** Identities of a chain's nodes and of its monitoring client. */
export interface CryptogenFiles {
  /** `msp/` and `tls/` by node name. */
  readonly files: Readonly<Record<string, FileTree>>;
  /** Certificate of the CA that signs monitoring clients. */
  readonly monitoringCa: string;
  readonly access: OperationsAccess;
}

/** An organization without nodes, whose TLS CA is the chain's monitoring CA. */
const MONITORING = 'monitoring.internal';

/** Identities for every node of a chain, and for its monitoring, made by Fabric's own cryptogen. */
export async function cryptogenFiles(inventory: Inventory, fabricHome: string): Promise<CryptogenFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'heddle-crypto-'));
  try {
    await writeFile(join(folder, 'crypto.yaml'), dump(cryptogenConfig(inventory)));
    const out = join(folder, 'out');
    const args = ['generate', `--config=${join(folder, 'crypto.yaml')}`, `--output=${out}`];
    await run(join(fabricHome, 'bin', 'cryptogen'), args);
    const domains = new Map(inventory.organizations.map(({ name, domain }) => [name, domain]));
    const trees = inventory.nodes.map(async ({ name, kind, organization, hostName }) => {
      const path = join(out, `${kind}Organizations`, domains.get(organization) ?? '', `${kind}s`, hostName);
      return [name, await treeOf(path)] as const;
    });
    return { files: Object.fromEntries(await Promise.all(trees)), ...(await monitoringFiles(inventory, out)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function monitoringFiles(
  { organizations }: Inventory,
  out: string,
): Promise<Pick<CryptogenFiles, 'access' | 'monitoringCa'>> {
  const read = (kind: string, domain: string, ...path: readonly string[]) =>
    readFile(join(out, `${kind}Organizations`, domain, ...path), 'utf8');
  const tlsCa = (kind: string, domain: string) => read(kind, domain, 'tlsca', `tlsca.${domain}-cert.pem`);
  const client = (end: string) => read('peer', MONITORING, 'users', `Admin@${MONITORING}`, 'tls', `client.${end}`);
  const authorities = organizations.map(async ({ name, kind, domain }) => [name, await tlsCa(kind, domain)] as const);
  const [certificate, privateKey] = await Promise.all([client('crt'), client('key')]);
  return {
    monitoringCa: await tlsCa('peer', MONITORING),
    access: { authorities: Object.fromEntries(await Promise.all(authorities)), certificate, privateKey },
  };
}

function cryptogenConfig(inventory: Inventory): Record<string, unknown> {
  const organizations = planCertificates(inventory).map(({ organization: { name, kind, domain }, nodes }) => ({
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
  return {
    OrdererOrgs: entries('orderer'),
    PeerOrgs: [...entries('peer'), { Name: 'monitoring', Domain: MONITORING }],
  };
}
