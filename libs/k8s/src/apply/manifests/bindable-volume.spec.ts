import { claimsByVolume } from './bindable-volume';

const object = (kind: string, name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name },
  spec,
});

it('claims wait for volumes that are applied with them, and for no others', () => {
  const shared = object('PersistentVolumeClaim', 'shared', { volumeName: 'chain-shared' });
  const claims = claimsByVolume([
    shared,
    object('PersistentVolumeClaim', 'ledger'),
    object('PersistentVolumeClaim', 'other', { volumeName: 'another-claim’s' }),
    object('PersistentVolume', 'chain-shared'),
    object('Service', 'chain-shared'),
  ]);
  expect([...claims]).toEqual([['chain-shared', shared]]);
});
