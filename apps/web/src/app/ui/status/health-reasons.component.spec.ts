import { TestBed } from '@angular/core/testing';
import { TranslocoService } from '@jsverse/transloco';
import { chaincodeHealth, channelHealth, HEALTHY, type Health, type ObservedNode } from '@heddle/contracts';
import { mount } from '../../../testing/mount';
import { HealthReasonsComponent } from './health-reasons.component';

const chain = { name: 'acme', state: 'running', stateReason: null } as const;
const nodes = { orderer1: 'joined' } as const;
const channel = { name: 'ch1', state: 'active', stateReason: null, nodes, observed: null } as const;
const orderer: ObservedNode = {
  name: 'orderer1',
  kind: 'orderer',
  organization: 'orderer',
  state: 'crashed',
  stateReason: 'exit code 1',
  blockHeights: {},
  lostLedgers: null,
};

async function shown(health: Health, language: 'en' | 'zh', reason: string | null = 'said') {
  TestBed.resetTestingModule();
  const { element } = await mount(HealthReasonsComponent, { inputs: { health, reason } });
  TestBed.inject(TranslocoService).setActiveLang(language);
  TestBed.tick();
  return [...element.querySelectorAll('p')].map(({ textContent }) => textContent);
}

describe('the reasons of a health', () => {
  const noQuorum = channelHealth({ chain, channel, nodes: [orderer] });

  it('are sentences of the reader’s language with the words of the runtime in them', async () => {
    expect(await shown(noQuorum, 'en')).toEqual([
      'Channel ch1 has no leader: 0 of 1 orderers are running, 1 are needed',
      'orderer1: Crashed (exit code 1)',
    ]);
  });

  it('are in Chinese where the reader is', async () => {
    expect(await shown(noQuorum, 'zh')).toEqual([
      '通道 ch1 没有 Leader：1 个排序节点中有 0 个在运行，至少需要 1 个',
      expect.stringMatching(/^orderer1：.*（exit code 1）$/),
    ]);
    const chaincode = { name: 'asset', state: 'deploying', stateReason: null, committedDefinitionId: null } as const;
    const [deploying] = await shown(chaincodeHealth({ chain, channel: HEALTHY, chaincode, nodes: [] }), 'zh');
    expect(deploying).toMatch(/^链码 asset：[^a-z]+$/);
  });

  it('are what was said where no health belongs to it, and nothing without a reason', async () => {
    expect(await shown(HEALTHY, 'en', 'The upgrade failed.')).toEqual(['The upgrade failed.']);
    expect(await shown(noQuorum, 'en', null)).toEqual([]);
  });
});
