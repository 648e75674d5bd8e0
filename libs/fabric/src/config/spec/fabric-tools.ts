import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MspMaterial } from '../definition/channel-definition';

const run = promisify(execFile);

/** Runs one of Fabric's own command-line tools, the oracles of the live tests, to its end. */
export async function runTool(program: string, ...args: readonly string[]): Promise<void> {
  await run(program, args, { env: { FABRIC_CFG_PATH: tmpdir() } });
}

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'heddle-config-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

const CRYPTO_CONFIG = `
OrdererOrgs:
  - { Name: Orderer, Domain: example.com, EnableNodeOUs: true, Specs: [{ Hostname: o1 }, { Hostname: o2 }, { Hostname: o3 }, { Hostname: o4 }] }
PeerOrgs:
  - { Name: Org1, Domain: org1.example.com, EnableNodeOUs: true, Template: { Count: 1 }, Users: { Count: 1 } }
  - { Name: Org2, Domain: org2.example.com, EnableNodeOUs: true, Template: { Count: 1 }, Users: { Count: 1 } }
  - { Name: Org3, Domain: org3.example.com, EnableNodeOUs: false, Template: { Count: 1 }, Users: { Count: 1 } }
`;

/** Material of cryptogen: an orderer organization with four nodes, three peer organizations, Org3 without NodeOUs. */
export class CryptogenNetwork {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async generate(cryptogen: string, folder: string): Promise<CryptogenNetwork> {
    const config = join(folder, 'crypto-config.yaml');
    await writeFile(config, CRYPTO_CONFIG);
    await runTool(cryptogen, 'generate', `--config=${config}`, `--output=${join(folder, 'crypto')}`);
    return new CryptogenNetwork(folder);
  }

  ordererMspFolder(): string {
    return join(this.#folder, 'crypto/ordererOrganizations/example.com/msp');
  }

  peerMspFolder(org: 1 | 2 | 3): string {
    return join(this.#folder, `crypto/peerOrganizations/org${org}.example.com/msp`);
  }

  ordererTlsCertFile(node: 1 | 2 | 3 | 4): string {
    return join(this.#folder, `crypto/ordererOrganizations/example.com/orderers/o${node}.example.com/tls/server.crt`);
  }

  ordererTlsCert(node: 1 | 2 | 3 | 4): Uint8Array {
    return readFileSync(this.ordererTlsCertFile(node));
  }

  ordererMaterial(): MspMaterial {
    return this.#material(this.ordererMspFolder(), 'example.com');
  }

  peerMaterial(org: 1 | 2): MspMaterial {
    return this.#material(this.peerMspFolder(org), `org${org}.example.com`);
  }

  /** The third organization identifies its administrators by certificate. */
  peerMaterialWithoutNodeOus(): MspMaterial {
    const folder = this.peerMspFolder(3);
    return {
      ...this.#material(folder, 'org3.example.com'),
      admins: [readFileSync(join(folder, 'admincerts/Admin@org3.example.com-cert.pem'))],
      nodeOus: null,
    };
  }

  #material(folder: string, domain: string): MspMaterial {
    return {
      rootCerts: [readFileSync(join(folder, `cacerts/ca.${domain}-cert.pem`))],
      tlsRootCerts: [readFileSync(join(folder, `tlscacerts/tlsca.${domain}-cert.pem`))],
    };
  }
}
