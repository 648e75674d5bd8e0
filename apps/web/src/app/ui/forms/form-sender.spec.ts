import { ChangeDetectionStrategy, Component, signal } from '@angular/core';
import { FormField, form, required } from '@angular/forms/signals';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputModule } from '@angular/material/input';
import { ApiError } from '@heddle/client';
import type { Problem } from '@heddle/contracts';
import { operationId } from '../../../testing/builders';
import { chainServer } from '../../../testing/chain-server';
import { mount, shows } from '../../../testing/mount';
import { until } from '../../../testing/until';
import { ErrorPanelComponent } from '../error-panel/error-panel.component';
import { RefusalDirective } from '../error-panel/refusal.directive';
import { FormActionsComponent } from './form-actions.component';
import { FormSender } from './form-sender';

const refusal = (more: Partial<Problem>): ApiError =>
  new ApiError({
    type: 'about:blank',
    title: 'No',
    status: 422,
    code: 'validation_failed',
    detail: 'Not so.',
    ...more,
  });

@Component({
  selector: 'app-form-under-test',
  imports: [ErrorPanelComponent, FormActionsComponent, FormField, MatFormFieldModule, MatInputModule, RefusalDirective],
  template: `
    @if (sender.error(); as failure) {
      <app-error-panel appRefusal [error]="failure" [canRetry]="false" />
    }
    <form novalidate (submit)="sender.send($event, work)">
      <mat-form-field
        ><input id="name" matInput [formField]="form.name" /><mat-error>{{
          form.name().errors()[0]?.message
        }}</mat-error></mat-form-field
      >
      <details>
        <summary>More</summary>
        <mat-form-field
          ><input id="peers" matInput [formField]="form.more.peers" /><mat-error>{{
            form.more.peers().errors()[0]?.message
          }}</mat-error></mat-form-field
        >
      </details>
      <app-form-actions [form]="form" [held]="held()" cancel="/">Send</app-form-actions>
    </form>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
class FormUnderTest {
  readonly form = form(signal({ name: 'supply', more: { peers: '2' }, hidden: '' }), (path) => {
    required(path.name);
  });
  readonly sender = new FormSender(this.form);
  readonly held = signal<string | null>(null);
  answers: (ApiError | null)[] = [];
  sent = 0;
  readonly work = (): Promise<void> => {
    const answer = this.answers.shift() ?? null;
    this.sent += 1;
    return answer === null ? Promise.resolve() : Promise.reject(answer);
  };
}

async function formWith(...answers: (ApiError | null)[]) {
  const mounted = await mount(FormUnderTest, { providers: [chainServer().provider] });
  document.body.append(mounted.element);
  const under = mounted.fixture.componentInstance;
  under.answers = answers;
  const send = async (): Promise<void> => {
    const before = under.sent;
    mounted.element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await until(mounted, () => under.sent > before && !under.form().submitting());
  };
  const marked = async (): Promise<string[]> => {
    const fields = await mounted.loader.getAllHarnesses(MatFormFieldHarness);
    return (await Promise.all(fields.map((field) => field.getTextErrors()))).flat();
  };
  return { ...mounted, under, send, marked };
}

describe('a form that the server refuses', () => {
  it('marks the field that the error names, unfolds its section and puts the focus there', async () => {
    const { element, send, marked } = await formWith(refusal({ errors: [{ path: 'more.peers', message: 'too few' }] }));
    await send();
    expect(await marked()).toEqual(['too few']);
    expect(element.querySelector('details')?.open).toBe(true);
    expect(document.activeElement?.id).toBe('peers');
    expect(element.querySelector('app-error-panel')).toBeNull();
  });

  it('puts the focus on the panel for what no control shows', async () => {
    const { element, send } = await formWith(refusal({ errors: [{ path: 'hidden', message: 'is odd' }] }));
    await send();
    const panel = element.querySelector('app-error-panel');
    expect(panel?.textContent).toContain('is odd');
    expect(document.activeElement).toBe(panel);
  });

  it('marks the name that is taken, and says in the panel what to do', async () => {
    const { element, send, marked } = await formWith(
      refusal({ code: 'name_taken', detail: 'Another chain is named supply.', remedy: 'Choose another.' }),
    );
    await send();
    expect(await marked()).toEqual(['Another chain is named supply.']);
    expect(element.querySelector('app-error-panel')?.textContent).toContain('Choose another.');
    expect(document.activeElement).toBe(element.querySelector('app-error-panel'));
  });

  it('brings every later refusal into sight too', async () => {
    const { send } = await formWith(refusal({ status: 503, code: 'unavailable' }), refusal({ status: 503 }));
    await send();
    document.querySelector<HTMLElement>('#name')?.focus();
    await send();
    expect(document.activeElement?.localName).toBe('app-error-panel');
  });

  it('is sent again as it is: whether it is still refused, only the server knows', async () => {
    const { under, send, marked } = await formWith(refusal({ code: 'name_taken' }), null);
    await send();
    await send();
    expect(under.sent).toBe(2);
    expect(await marked()).toEqual([]);
    expect(under.form.name().value()).toBe('supply');
  });

  it('counts fields, not their faults', async () => {
    const errors = [
      { path: 'name', message: 'too long' },
      { path: 'name', message: 'wrong' },
    ];
    const { send, text } = await formWith(refusal({ errors }));
    await send();
    expect(text()).toContain('1 field is not right yet');
  });
});

describe('a form with something wrong in it', () => {
  it('puts the focus on the first field that is wrong, and sends nothing', async () => {
    const mounted = await formWith();
    const { under } = mounted;
    under.form.name().value.set('');
    mounted.element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await until(mounted, () => document.activeElement?.id === 'name');
    expect(under.sent).toBe(0);
  });
});

describe('a form for what has to wait', () => {
  it('is not sent while an operation is in the way, and names it', async () => {
    const mounted = await formWith();
    mounted.under.held.set(operationId);
    await shows(mounted, 'Upgrade chaincode is under way on supply/orders/assets.');
    expect(mounted.element.querySelector<HTMLButtonElement>('button[type=submit]')?.disabled).toBe(true);
  });
});
