import { parseBlockHeights } from './node-metrics';

it('reads the ledger height of every channel out of the metrics', () => {
  const metrics = [
    '# TYPE ledger_blockchain_height gauge',
    'ledger_blockchain_height{channel="trade"} 12',
    'ledger_blockchain_height{channel="other-channel"} 1.2e+06',
    'ledger_block_processing_time_count{channel="trade"} 11',
  ].join('\n');
  expect(parseBlockHeights(metrics)).toEqual({ trade: 12, 'other-channel': 1_200_000 });
});
