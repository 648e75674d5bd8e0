import { Clipboard } from '@angular/cdk/clipboard';
import type { OperationError } from '@heddle/contracts';
import { chainId } from '../../../../testing/builders';
import { mount } from '../../../../testing/mount';
import { FailurePanelComponent } from './failure-panel.component';

const crashed: OperationError = {
  code: 'chaincode_crashed',
  message: 'cc-assets-org1 ended: panic: no ledger',
  remedy: 'Look at its log (Nodes tab).',
  cause: 'panic: no ledger\n',
  retryable: false,
  step: 'serve',
};

async function panel(error: OperationError) {
  const copied: string[] = [];
  const clipboard = { copy: (text: string) => copied.push(text) > 0 };
  const mounted = await mount(FailurePanelComponent, {
    providers: [{ provide: Clipboard, useValue: clipboard }],
    inputs: { error, operation: { chainId, kind: 'chaincode.deploy' } },
  });
  return { ...mounted, copied };
}

describe('FailurePanelComponent', () => {
  it('says once what message and cause have in common', async () => {
    const { text } = await panel(crashed);
    expect(text().split('no ledger')).toHaveLength(2);
    expect(text()).not.toContain('Cause');
  });

  it('shows a cause that says more', async () => {
    expect((await panel({ ...crashed, cause: 'goroutine 1 [running]' })).text()).toContain('Causegoroutine 1');
  });

  it('leads to the nodes, and hands over the whole of it', async () => {
    const { element, copied } = await panel({ ...crashed, cause: 'goroutine 1' });
    expect(element.querySelector('a')?.getAttribute('href')).toBe(`/chains/${chainId}/nodes`);
    element.querySelector<HTMLButtonElement>('app-copy-button button')?.click();
    expect(copied).toEqual([
      'chaincode_crashed: cc-assets-org1 ended: panic: no ledger\n\ngoroutine 1\n\nLook at its log (Nodes tab).',
    ]);
  });
});
