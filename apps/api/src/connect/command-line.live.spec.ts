import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { api as routes, type CommandGroup } from '@heddle/contracts';
import { readOperations, type OperationsTls } from '@heddle/runtime';
import { load } from 'js-yaml';
import { z } from 'zod';
import { ChainUnderTest } from '../testing/chain-under-test';
import { UnpackedKit } from '../testing/kits';

jest.setTimeout(120_000);

const ScrapeConfigs = z.object({
  scrape_configs: z.array(
    z.object({
      tls_config: z.object({ server_name: z.string() }),
      static_configs: z.array(z.object({ targets: z.array(z.string()) })),
    }),
  ),
});

describe('Fabric’s command line', () => {
  let running: ChainUnderTest | undefined;
  beforeAll(async () => {
    const organizations = [
      { name: 'org1', peers: 1, domain: 'org1.example.com' },
      { name: 'org2', peers: 1 },
    ];
    running = await ChainUnderTest.start({ name: 'shells', ordering: { orderers: 1 }, organizations });
    await running.deploy(await running.channel('orders', ['org1', 'org2']), 'assets');
  });
  afterAll(() => running?.stop());

  const started = (): ChainUnderTest => {
    if (running === undefined) throw new Error('The chain has not started');
    return running;
  };
  const guide = (organization: string) => {
    const { client, chain } = started();
    return client.ask(routes.connect.commandLine, { params: { chainId: chain.id, organization } });
  };
  const unpacked = async (organization: string) => {
    const { client, chain } = started();
    const params = { chainId: chain.id, organization };
    return UnpackedKit.of(await client.download(routes.connect.commandLineArchive, { params }));
  };
  /** The output of each topic's lines in a shell. */
  async function answers(kit: UnpackedKit, commands: readonly CommandGroup[]): Promise<Record<string, string>> {
    const printed: Record<string, string> = {};
    for (const { topic, text } of commands) printed[topic] = await kit.shell(`. ./fabric.env\n${text}`);
    return printed;
  }

  it.each(['org1', 'org2'])('accepts the administrator of %s: every shown line runs', async (organization) => {
    const shown = await guide(organization);
    expect(JSON.stringify(shown)).not.toMatch(/PRIVATE KEY/);
    await using kit = await unpacked(organization);
    const printed = await answers(kit, shown.commands);
    expect(printed['peer']).toContain('orders');
    expect(printed['channel']).toContain('Name: assets, Version: 1.0, Sequence: 1');
    expect(printed['chaincode']).toContain('AssetTransfer');
    // Both organizations have endorsed, as the channel's policy requires, and both peers have committed.
    expect(printed['chaincode']?.match(/committed with status \(VALID\)/g)).toHaveLength(2);
    expect(printed['discover']).toMatch(/"Chaincodes": \[\s*"assets"/);
    expect(printed['discover']).toMatch(/"orderers": \{\s*"OrdererMSP"/);
    expect(printed['discover']).toMatch(/"Chaincode": "assets",\s*"EndorsersByGroups"/);
    expect(await kit.files()).toContain('orders.json');
  });

  it('lists an orderer’s channels with the ordering service’s administrator', async () => {
    await using kit = await unpacked('orderer');
    const { commands } = await guide('orderer');
    expect(commands).toHaveLength(1);
    const { osnadmin } = await answers(kit, commands);
    expect(osnadmin?.match(/Status: 200/g)).toHaveLength(2);
    expect(osnadmin).toContain('"orders"');
  });

  it('reads metrics and log levels with the chain’s monitoring certificate, and neither without one', async () => {
    const { client, chain } = started();
    const archive = await client.download(routes.connect.monitoringArchive, { params: { chainId: chain.id } });
    await using kit = await UnpackedKit.of(archive);
    const read = (name: string) => readFile(join(kit.folder, name), 'utf8');
    const [config, ca, certificate, privateKey] = await Promise.all(
      ['prometheus.yml', 'ca.crt', 'client.crt', 'client.key'].map(read),
    );
    const { scrape_configs } = ScrapeConfigs.parse(load(config ?? ''));
    const targets = scrape_configs.flatMap((job) => job.static_configs.flatMap((group) => group.targets));
    expect(targets).toHaveLength(3);
    const trust = { ca: [ca ?? ''], serverName: scrape_configs[0]?.tls_config.server_name ?? '' };
    const monitoring = { ...trust, certificate: certificate ?? '', privateKey: privateKey ?? '' };
    for (const target of targets) {
      const { hostname: host, port } = new URL(`https://${target}`);
      const status = async (path: string, tls: OperationsTls) =>
        (await readOperations({ host, port: Number(port), path, tls, timeoutMs: 10_000 })).status;
      expect(await Promise.all(['/healthz', '/metrics', '/logspec'].map((path) => status(path, trust)))).toEqual([
        200, 401, 401,
      ]);
      expect(await Promise.all(['/metrics', '/logspec'].map((path) => status(path, monitoring)))).toEqual([200, 200]);
    }
  });

  it('does not exist for an organization that is not there', async () => {
    const { client, chain } = started();
    const params = { chainId: chain.id, organization: 'org9' };
    expect(await client.refusal(routes.connect.commandLine, { params })).toMatchObject({ status: 404 });
  });
});
