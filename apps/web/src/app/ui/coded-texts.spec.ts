import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { CHAIN_WARNINGS, PLANNED_STEPS, type PlannedStep } from '@heddle/contracts';
import { TranslocoService } from '@jsverse/transloco';
import { mount } from '../../testing/mount';
import { CodedTexts } from './coded-texts';

@Component({ selector: 'app-texts-under-test', template: '', changeDetection: ChangeDetectionStrategy.OnPush })
class TextsUnderTest {
  readonly texts = inject(CodedTexts);
}

const consenters = { consenters: 4, quorum: 3, tolerated: 1 };
const params = {
  node: 'peer1-org1',
  organization: 'org1',
  channel: 'orders',
  chaincode: 'assets',
  height: 7,
  cpu: '250m',
  memory: '256Mi',
  memoryLimit: '1Gi',
  ...consenters,
};
const step = (code: PlannedStep['code']): PlannedStep => ({ code, params, message: 'said by the server' });

async function texts(language: 'en' | 'zh') {
  const { fixture } = await mount(TextsUnderTest);
  TestBed.inject(TranslocoService).setActiveLang(language);
  TestBed.tick();
  return fixture.componentInstance.texts;
}

describe('the words of a planned step', () => {
  it.each([
    ['en', /^[ -~]+$/],
    ['zh', /\p{Script=Han}/u],
  ] as const)('are a sentence of its own in %s', async (language, words) => {
    const said = await texts(language);
    const sentences = PLANNED_STEPS.map((code) => said.of('plannedStep', step(code)));
    expect(sentences.filter((text) => text === step('plan_node').message || !words.test(text))).toEqual([]);
    expect(new Set(sentences).size).toBe(PLANNED_STEPS.length);
  });

  it('count blocks', async () => {
    const said = await texts('en');
    expect(said.of('plannedStep', { ...step('join_from_genesis'), params: { ...params, height: 1 } })).toBe(
      'Join channel orders and read its 1 block',
    );
  });

  it('are the server’s where it sends other parameters', async () => {
    const said = await texts('zh');
    expect(said.of('plannedStep', { ...step('add_consenter'), params: {} })).toBe('said by the server');
  });
});

describe('the words of a warning about a chain', () => {
  const values = { orderers: 4, fewer: 3, failures: 1, cluster: 'east', reason: 'no rights' };
  const own = CHAIN_WARNINGS.filter((code) => code !== 'cluster_advice');

  it.each(['en', 'zh'] as const)('are a sentence of its own in %s', async (language) => {
    const said = await texts(language);
    const sentences = own.map((code) => said.of('chainWarning', { code, params: values, message: 'said' }));
    expect(sentences).not.toContain('said');
    expect(new Set(sentences).size).toBe(own.length);
  });

  it('are the server’s for advice about a cluster', async () => {
    const said = await texts('zh');
    const advice = { code: 'cluster_advice', params: values, message: 'No default class.' };
    expect(said.of('chainWarning', advice)).toBe('No default class.');
  });
});
