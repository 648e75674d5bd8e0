import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  api as contracts,
  type ChaincodeSample,
  type ChaincodeSource,
  type Page,
  type Problem,
} from '@heddle/contracts';
import { TestRedis } from '@heddle/testing';
import { ApiUnderTest } from '../testing/api-under-test';
import { unpacked } from '../testing/archives';

jest.setTimeout(20_000);

const SAMPLES = join(__dirname, '../../../../samples');

describe('the sample chaincodes', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await TestRedis.start();
  });
  afterAll(() => redis.stop());

  async function withApi(environment: Record<string, string>, work: (api: ApiUnderTest) => Promise<void>) {
    const api = await ApiUnderTest.start(redis.url, environment);
    try {
      await api.signIn();
      await work(api);
    } finally {
      await api.stop();
    }
  }

  it('are listed, one for each kind of project, and each becomes a source of its language', async () => {
    await withApi({ HEDDLE_SAMPLES: SAMPLES }, async (api) => {
      const { body } = await api.get<Page<ChaincodeSample>>('/chaincode-samples');
      const { items } = contracts.samples.list.response.parse(body);
      expect(new Set(items.map(({ shape }) => shape)).size).toBe(6);
      for (const { name, language } of items) {
        const source = await api.post<ChaincodeSource>(`/chaincode-samples/${name}/source`, {});
        expect([source.status, source.body.fileName, source.body.language]).toEqual([201, `${name}.tar.gz`, language]);
        const again = await api.post<ChaincodeSource>(`/chaincode-samples/${name}/source`, {});
        expect(again.body.id).toBe(source.body.id);
      }
    });
  });

  it('contain their sources and no build output', async () => {
    await withApi({ HEDDLE_SAMPLES: SAMPLES }, async (api) => {
      const { body } = await api.post<ChaincodeSource>('/chaincode-samples/shipment-tracking/source', {});
      const files = await unpacked(await readFile(join(api.settings.dataDirectory, 'sources', body.sha256)));
      expect([...files.keys()]).toEqual(expect.arrayContaining(['package.json', 'src/shipment-tracking.js']));
      expect([...files.keys()].filter((path) => path.startsWith('node_modules/'))).toEqual([]);
    });
  });

  it('are empty if the folder is missing', async () => {
    await withApi({ HEDDLE_SAMPLES: join(SAMPLES, 'missing') }, async (api) => {
      expect((await api.get<Page<ChaincodeSample>>('/chaincode-samples')).body.items).toEqual([]);
      const answer = await api.post<Problem>('/chaincode-samples/asset-transfer/source', {});
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    });
  });
});
