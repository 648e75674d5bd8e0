import { load } from 'js-yaml';
import { patchSampleConfig } from './sample-config';

const sample = 'vm:\n  endpoint: unix:///var/run/docker.sock\nledger:\n  state: { kind: goleveldb }\n';
const fill = (text: string) => text.replaceAll('${config}', '/etc/node');

describe('a sample configuration with changes', () => {
  it('keeps what is not changed, and takes empty values and lists of maps', () => {
    const set = { 'vm.endpoint': '', 'chaincode.builders': [{ path: '${config}/ccaas', keep: [1, true] }] };
    expect(load(patchSampleConfig(sample, { file: 'core.yaml', set }, fill))).toEqual({
      vm: { endpoint: '' },
      ledger: { state: { kind: 'goleveldb' } },
      chaincode: { builders: [{ path: '/etc/node/ccaas', keep: [1, true] }] },
    });
  });

  it('must be a mapping', () => {
    expect(() => patchSampleConfig('- 1', { file: 'core.yaml', set: {} }, fill)).toThrow('core.yaml');
  });
});
