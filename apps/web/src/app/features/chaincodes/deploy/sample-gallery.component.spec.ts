import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChaincodeSample } from '@heddle/contracts';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { SampleGalleryComponent, type ChosenSample } from './sample-gallery.component';
import { SAMPLE_NAMES } from './sample-names';

const sample = (name: string): ChaincodeSample => ({
  name,
  language: 'go',
  shape: 'go-shim',
  title: `Title of ${name}`,
  description: `About ${name}`,
  functions: [{ name: 'Earn', arguments: ['Ada', '30'], submit: true }],
  collections: [],
});

async function gallery(items: readonly ChaincodeSample[]) {
  const server = new TestApi();
  server.on('GET', '/chaincode-samples', () => ({ items, nextCursor: null }));
  server.on('POST', '/chaincode-samples/loyalty-points-go/source', () => ({
    id: '00000000-0000-4000-8000-0000000000c1',
    fileName: 'loyalty-points-go.tar.gz',
    sha256: 'ab',
    size: 10,
    language: 'go',
    projects: [{ path: '', language: 'go' }],
    defaultProject: { path: '', language: 'go' },
    uploadedAt: '2026-01-01T00:00:00.000Z',
  }));
  return mount(SampleGalleryComponent, { providers: [server.provider] });
}

describe('SampleGalleryComponent', () => {
  it('shows samples in the console’s language, and unknown ones as the API describes them', async () => {
    const mounted = await gallery([sample('loyalty-points-go'), sample('own')]);
    await shows(mounted, 'Loyalty points');
    const { text } = mounted;
    expect(text()).not.toContain('Title of loyalty-points-go');
    expect(text()).toContain('Title of own');
    expect(text()).toContain('Go, shim alone');
  });

  it('takes the chosen sample as source', async () => {
    const mounted = await gallery([sample('loyalty-points-go')]);
    await shows(mounted, 'Loyalty points');
    const { element, fixture } = mounted;
    const chosen: ChosenSample[] = [];
    fixture.componentInstance.chosen.subscribe((each) => chosen.push(each));
    element.querySelector<HTMLButtonElement>('[data-sample=loyalty-points-go]')?.click();
    await shows(mounted, 'Chosen');
    expect(chosen.map((each) => each.source.fileName)).toEqual(['loyalty-points-go.tar.gz']);
  });

  it('shows nothing where there are no samples', async () => {
    const { element } = await gallery([]);
    expect(element.querySelector('.gallery')).toBeNull();
  });

  it('has words for each sample that comes with Heddle', () => {
    const index = join(__dirname, '../../../../../../../samples/samples.json');
    const names = (JSON.parse(readFileSync(index, 'utf8')) as { name: string }[]).map(({ name }) => name);
    expect([...SAMPLE_NAMES].sort()).toEqual(names.sort());
  });
});
