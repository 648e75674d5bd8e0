import { MAT_DIALOG_DATA } from '@angular/material/dialog';
import { mount } from '../../../testing/mount';
import { ConfirmDialog, type Question } from './confirm.dialog';

const plain: Question = {
  title: 'chain.releaseTitle',
  text: 'chain.releaseText',
  action: 'chain.releaseAction',
  params: { name: 'supply', orderers: 3, peers: 2, cluster: 'east' },
  destroyed: ['chain.releaseLedgers', 'chain.releaseKeys'],
  kept: ['chain.releaseKeepsRecord'],
  typedName: 'supply',
};
const question: Question = {
  ...plain,
  spare: { label: 'chain.keepLedgers', item: 'chain.releaseLedgers', kept: 'chain.releaseKeepsLedgers' },
};

async function dialog(asked: Question) {
  const mounted = await mount(ConfirmDialog, { providers: [{ provide: MAT_DIALOG_DATA, useValue: asked }] });
  const lists = () => [...mounted.element.querySelectorAll('ul')].map((list) => list.children.length);
  const action = () => [...mounted.element.querySelectorAll('button')].at(-1);
  return { ...mounted, lists, action };
}

describe('ConfirmDialog', () => {
  it('opens its button once the name was typed, and not before', async () => {
    const { element, action, fixture } = await dialog(question);
    expect(action()?.disabled).toBe(true);
    const box = element.querySelector<HTMLInputElement>('input[matInput]');
    if (box === null) throw new Error('No field for the name');
    box.value = 'supply';
    box.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    expect(action()?.disabled).toBe(false);
  });

  it('moves what is spared from the destroyed to the kept', async () => {
    const { element, lists, text, fixture } = await dialog(question);
    expect(lists()).toEqual([2, 1]);
    element.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    await fixture.whenStable();
    expect(lists()).toEqual([1, 2]);
    expect(text()).not.toContain('Every ledger with all its blocks');
    expect(text()).toContain('The volumes with the ledgers, on cluster east');
  });

  it('offers to spare nothing where nothing can be', async () => {
    const { element } = await dialog(plain);
    expect(element.querySelector('input[type=checkbox]')).toBeNull();
  });
});
