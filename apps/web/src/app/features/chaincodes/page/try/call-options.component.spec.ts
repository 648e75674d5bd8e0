import { TestBed } from '@angular/core/testing';
import { mount } from '../../../../../testing/mount';
import { CallOptionsComponent } from './call-options.component';
import { noOptions, type CallOptions } from './call-options';

async function options(policy: string | null) {
  const mounted = await mount(CallOptionsComponent, {
    inputs: { options: noOptions, organizations: ['org1', 'org2', 'org3'], policy },
  });
  let chosen: CallOptions = noOptions;
  mounted.fixture.componentInstance.options.subscribe((next) => {
    chosen = next;
  });
  const press = async (label: string): Promise<void> => {
    [...mounted.element.querySelectorAll('button')]
      .find((button) => `${button.textContent} ${button.getAttribute('aria-label') ?? ''}`.includes(label))
      ?.click();
    await mounted.fixture.whenStable();
  };
  const type = async (label: string, text: string): Promise<void> => {
    const input = mounted.element.querySelector<HTMLInputElement>(`[aria-label="${label}"]`);
    if (input === null) throw new Error(`There is no field ${label}.`);
    input.value = text;
    input.dispatchEvent(new Event('input'));
    await mounted.fixture.whenStable();
  };
  return { ...mounted, press, type, chosen: () => chosen };
}

describe('CallOptionsComponent', () => {
  it('takes private input row by row', async () => {
    const mounted = await options(null);
    await mounted.press('Add private input');
    await mounted.type('Value 1', '5');
    expect(mounted.text()).toContain('Each value needs a key');
    await mounted.type('Key 1', 'price');
    expect(mounted.chosen().transient).toEqual([{ key: 'price', value: '5' }]);
    expect(mounted.text()).not.toContain('Each value needs a key');
    await mounted.press('Remove private input 1');
    expect(mounted.chosen().transient).toEqual([]);
  });

  it('says which policy decides who must endorse', async () => {
    expect((await options(null)).text()).toContain('a majority of its organizations, here 2 of 3');
    TestBed.resetTestingModule();
    const own = await options("OR('Org1MSP.peer')");
    expect(own.text()).toContain("Endorsement policy: OR('Org1MSP.peer')");
  });
});
