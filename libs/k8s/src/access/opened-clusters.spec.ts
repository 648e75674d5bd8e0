import { OpenedClusters } from './opened-clusters';

interface Opened {
  readonly name: string;
}

const opening = (name: string) => () => Promise.resolve({ name });

describe('opened clusters', () => {
  let closed: string[];
  let clusters: OpenedClusters<Opened>;

  beforeEach(() => {
    closed = [];
    clusters = new OpenedClusters(({ name }) => {
      closed.push(name);
      return Promise.resolve();
    });
  });

  it('are opened once, however many ask', async () => {
    const open = jest.fn(opening('first'));
    const [one, other] = await Promise.all([clusters.get('a', 1, open), clusters.get('a', 1, open)]);
    expect(one).toBe(other);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('are reopened for another revision, and the previous one is closed', async () => {
    await clusters.get('a', 1, opening('first'));
    expect(await clusters.get('a', 2, opening('second'))).toEqual({ name: 'second' });
    expect(closed).toEqual(['first']);
    await clusters.close();
    expect(closed).toEqual(['first', 'second']);
  });

  it('are tried again when they could not be opened', async () => {
    await expect(clusters.get('a', 1, () => Promise.reject(new Error('sealed')))).rejects.toThrow('sealed');
    expect(await clusters.get('a', 1, opening('first'))).toEqual({ name: 'first' });
  });

  it('outlast the failure of an older revision that took longer', async () => {
    let refuse: (error: Error) => void = () => undefined;
    const older = clusters.get('a', 1, () => new Promise((_resolve, reject) => (refuse = reject)));
    const newer = clusters.get('a', 2, opening('second'));
    refuse(new Error('sealed'));
    await expect(older).rejects.toThrow('sealed');
    expect(await clusters.get('a', 2, opening('third'))).toBe(await newer);
  });

  it('are closed when they are forgotten', async () => {
    await clusters.get('a', 1, opening('first'));
    await clusters.forget('a');
    await clusters.forget('a');
    expect(closed).toEqual(['first']);
  });
});
