import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import type { Identity, Problem } from '@heddle/contracts';
import { chainId, identityOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { IssueDialog, type IssueInput } from './issue.dialog';

const path = `/chains/${chainId}/identities`;
const taken: Problem = {
  type: 'about:blank',
  title: 'Name taken',
  status: 409,
  code: 'name_taken',
  detail: 'Organization org1 has an identity alice.',
  remedy: 'Choose another name.',
};

async function dialog() {
  const server = new TestApi();
  const closed: (Identity | undefined)[] = [];
  const data: IssueInput = { chainId, organizations: ['orderer', 'org1'] };
  const providers = [
    server.provider,
    { provide: MAT_DIALOG_DATA, useValue: data },
    { provide: MatDialogRef, useValue: { close: (identity?: Identity) => closed.push(identity) } },
  ];
  const mounted = await mount(IssueDialog, { providers });
  const { loader, element, fixture } = mounted;
  const fill = async (label: string, text: string): Promise<void> => {
    const field = await loader.getHarness(MatFormFieldHarness.with({ floatingLabelText: label }));
    await (await field.getControl(MatInputHarness))?.setValue(text);
  };
  const send = async (): Promise<void> => {
    element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await fixture.whenStable();
  };
  return { ...mounted, server, closed, fill, send };
}

describe('IssueDialog', () => {
  it('issues what was asked for, attributes line by line, and closes with it', async () => {
    const mounted = await dialog();
    const { server, closed, loader, fill, send } = mounted;
    const alice = identityOf();
    server.on('POST', path, () => alice);
    const [organization, role] = await loader.getAllHarnesses(MatSelectHarness);
    expect(await organization?.getValueText()).toBe('org1');
    await role?.open();
    await role?.clickOptions({ text: 'Administrator' });
    await fill('Name', 'alice');
    await fill('Lifetime in days', '30');
    await fill('Attributes', 'abac.creator=true\nunit=a=b');
    await send();
    await until(mounted, () => closed.length > 0);
    expect(server.asked('POST', path).map(({ body }) => body)).toEqual([
      {
        organization: 'org1',
        name: 'alice',
        role: 'admin',
        attributes: { 'abac.creator': 'true', unit: 'a=b' },
        days: 30,
      },
    ]);
    expect(closed).toEqual([alice]);
  });

  it('sends nothing that the server would refuse, and says why at the field', async () => {
    const mounted = await dialog();
    await mounted.fill('Attributes', 'hf.Type=admin');
    await mounted.send();
    await shows(mounted, 'Required', 'Names that start with hf. belong to Fabric CA');
    expect(mounted.server.asked('POST', path)).toEqual([]);
  });

  it('stays open and says why the server refused', async () => {
    const mounted = await dialog();
    mounted.server.refuse('POST', path, taken);
    await mounted.fill('Name', 'alice');
    await mounted.send();
    await shows(mounted, 'This name is taken', taken.detail, 'Choose another name.');
    expect(mounted.closed).toEqual([]);
  });
});
