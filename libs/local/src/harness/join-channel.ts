import { dump } from 'js-yaml';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { NodeFolder } from '../node/node-folder';
import { readRecord } from '../node/node-record';
import { testFabricHome } from './test-chain';

const run = promisify(execFile);
const HOST = '127.0.0.1';

/** Joins a running orderer to a new channel with Fabric's configtxgen and osnadmin. */
export async function joinChannel(orderer: NodeFolder, channel: string): Promise<void> {
  const bin = join(testFabricHome(), 'bin');
  const { grpc, admin } = (await readRecord(orderer))?.ports ?? {};
  const folder = await mkdtemp(join(tmpdir(), 'heddle-channel-'));
  try {
    await writeFile(join(folder, 'configtx.yaml'), dump({ Profiles: { Solitary: profile(orderer, grpc) } }));
    const block = join(folder, 'genesis.block');
    const generate = ['-profile', 'Solitary', '-channelID', channel, '-outputBlock', block, '-configPath', folder];
    await run(join(bin, 'configtxgen'), generate);
    const tls = (file: string) => join(orderer.config, 'tls', file);
    const connection = ['-o', `${HOST}:${String(admin)}`, '--ca-file', tls('ca.crt')];
    const client = ['--client-cert', tls('server.crt'), '--client-key', tls('server.key')];
    const joined = ['channel', 'join', '--channelID', channel, '--config-block', block];
    const { stdout } = await run(join(bin, 'osnadmin'), [...joined, ...connection, ...client]);
    if (!stdout.includes('Status: 201')) throw new Error(stdout);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const majority = (name: string) => ({ Type: 'ImplicitMeta', Rule: `MAJORITY ${name}` });
const any = (name: string) => ({ Type: 'ImplicitMeta', Rule: `ANY ${name}` });
const roles = { Readers: any('Readers'), Writers: any('Writers'), Admins: majority('Admins') };

function profile({ config }: NodeFolder, port: number | undefined): unknown {
  const certificate = join(config, 'tls', 'server.crt');
  const member = (role: string) => ({ Type: 'Signature', Rule: `OR('OrdererMSP.${role}')` });
  return {
    Policies: roles,
    Capabilities: { V2_0: true },
    Orderer: {
      OrdererType: 'etcdraft',
      EtcdRaft: {
        Consenters: [{ Host: HOST, Port: port, ClientTLSCert: certificate, ServerTLSCert: certificate }],
      },
      BatchTimeout: '100ms',
      BatchSize: { MaxMessageCount: 1, AbsoluteMaxBytes: '1 MB', PreferredMaxBytes: '1 MB' },
      Capabilities: { V2_0: true },
      Policies: { ...roles, BlockValidation: any('Writers') },
      Organizations: [
        {
          Name: 'OrdererOrg',
          ID: 'OrdererMSP',
          MSPDir: join(config, 'msp'),
          OrdererEndpoints: [`${HOST}:${String(port)}`],
          Policies: { Readers: member('member'), Writers: member('member'), Admins: member('admin') },
        },
      ],
    },
    Application: { Policies: roles, Capabilities: { V2_5: true }, Organizations: [] },
  };
}
