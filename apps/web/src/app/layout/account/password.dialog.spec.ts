import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import type { Problem } from '@heddle/contracts';
import { mount, shows } from '../../../testing/mount';
import { TestApi } from '../../../testing/test-api';
import { ChangePasswordDialog } from './password.dialog';

const path = '/auth/password';
const typed = { current: 'the old password', fresh: 'a longer password', repeated: 'a longer password' };
const refusal = (more: Partial<Problem>): Problem => ({
  type: 'about:blank',
  title: 'No',
  status: 422,
  code: 'validation_failed',
  detail: 'No.',
  ...more,
});

async function dialog() {
  const server = new TestApi();
  const mounted = await mount(ChangePasswordDialog, { providers: [server.provider] });
  const send = async ({ current, fresh, repeated }: typeof typed): Promise<void> => {
    const inputs = await mounted.loader.getAllHarnesses(MatInputHarness);
    for (const [index, text] of [current, fresh, repeated].entries()) await inputs[index]?.setValue(text);
    mounted.element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await mounted.fixture.whenStable();
  };
  const faults = async (): Promise<readonly string[]> => {
    const fields = await mounted.loader.getAllHarnesses(MatFormFieldHarness);
    return (await Promise.all(fields.map((field) => field.getTextErrors()))).flat();
  };
  return { ...mounted, server, send, faults };
}

describe('ChangePasswordDialog', () => {
  it('sends both passwords and says that the other sessions ended', async () => {
    const mounted = await dialog();
    mounted.server.answer('POST', path, new Response(null, { status: 204 }));
    await mounted.send(typed);
    await shows(mounted, 'The password is changed. All your other sessions have ended.', 'Close');
    expect(mounted.server.asked('POST', path).map(({ body }) => body)).toEqual([
      { currentPassword: typed.current, newPassword: typed.fresh },
    ]);
    expect(mounted.element.querySelector('input')).toBeNull();
  });

  it.each([
    ['no password', { ...typed, current: '' }, 'Required'],
    ['one that is too short', { ...typed, fresh: 'short', repeated: 'short' }, 'At least 12 characters'],
    ['one that was not repeated alike', { ...typed, repeated: 'another password' }, 'Not the same as the new password'],
  ])('sends nothing for %s, and says why at the field', async (_, input, fault) => {
    const { server, send, faults } = await dialog();
    await send(input);
    expect(await faults()).toEqual([fault]);
    expect(server.asked('POST', path)).toEqual([]);
  });

  it('says at its field that the current password is wrong', async () => {
    const mounted = await dialog();
    const errors = [{ path: 'currentPassword', message: 'is not the current password' }];
    mounted.server.refuse('POST', path, refusal({ errors }));
    await mounted.send(typed);
    await shows(mounted, 'is not the current password');
    expect(mounted.element.querySelector('app-error-panel')).toBeNull();
  });

  it('says what else went wrong, and keeps the form', async () => {
    const mounted = await dialog();
    mounted.server.refuse('POST', path, refusal({ status: 503, code: 'unavailable', detail: 'The database is away.' }));
    await mounted.send(typed);
    await shows(mounted, 'The server is not available', 'The database is away.', 'Current password');
  });
});
