import { majorityOf, transientOf } from './call-options';

describe('private input', () => {
  it('goes by key, and leaves out rows without anything', () => {
    expect(transientOf([])).toEqual({});
    const rows = [
      { key: 'asset', value: '{"price":5}' },
      { key: '', value: '' },
      { key: 'salt', value: '' },
    ];
    expect(transientOf(rows)).toEqual({ asset: '{"price":5}', salt: '' });
  });

  it('is none while a key is missing or occurs twice', () => {
    expect(transientOf([{ key: '', value: 'x' }])).toBeNull();
    expect(
      transientOf([
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ]),
    ).toBeNull();
  });
});

it('a majority is more than half', () => {
  expect([1, 2, 3, 4].map(majorityOf)).toEqual([1, 2, 2, 3]);
});
