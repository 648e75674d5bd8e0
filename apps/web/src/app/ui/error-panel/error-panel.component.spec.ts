import { ApiError } from '@heddle/client';
import type { Problem } from '@heddle/contracts';
import { mount } from '../../../testing/mount';
import { ErrorPanelComponent } from './error-panel.component';

const panel = async (more: Partial<Problem>) => {
  const problem = { type: 'about:blank', title: 'No', status: 422, code: 'validation_failed' as const, detail: 'No.' };
  return mount(ErrorPanelComponent, { inputs: { error: new ApiError({ ...problem, ...more }) } });
};

describe('ErrorPanelComponent', () => {
  it('says once what message and fields have in common', async () => {
    const errors = [{ path: 'peers', message: 'at most 20' }];
    expect((await panel({ detail: 'peers: at most 20', errors })).text().split('at most 20')).toHaveLength(2);
  });

  it('says once what message and cause have in common', async () => {
    expect((await panel({ detail: 'no ledger', cause: 'panic: no ledger' })).text().split('no ledger')).toHaveLength(2);
  });

  it('says once that a password is wrong', async () => {
    const wrong = { status: 401, code: 'invalid_credentials' as const, detail: 'The name or the password is wrong.' };
    expect((await panel(wrong)).text().split('wrong')).toHaveLength(2);
  });

  it('shows a message that says something of its own', async () => {
    const errors = [{ path: 'peers', message: 'at most 20' }];
    expect((await panel({ detail: 'The chain is too large.', errors })).text()).toContain('The chain is too large.');
  });
});
