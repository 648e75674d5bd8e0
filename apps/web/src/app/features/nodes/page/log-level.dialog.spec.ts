import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatInputHarness } from '@angular/material/input/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import type { Node } from '@heddle/contracts';
import { chainId, nodeOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { LogLevelDialog } from './log-level.dialog';

const node = nodeOf();
const path = `/chains/${chainId}/nodes/${node.id}/log-level`;
const logLevel = { spec: 'gossip=debug:info', until: '2026-01-02T12:00:00.000Z' };

async function dialog(data = node) {
  const server = new TestApi();
  const closed: Node[] = [];
  const providers = [
    server.provider,
    { provide: MAT_DIALOG_DATA, useValue: data },
    { provide: MatDialogRef, useValue: { close: (changed: Node) => closed.push(changed) } },
  ];
  const mounted = await mount(LogLevelDialog, { providers });
  const { loader, element } = mounted;
  const field = (label: string) => loader.getHarness(MatFormFieldHarness.with({ floatingLabelText: label }));
  const choose = async (text: string): Promise<void> =>
    (await (await field('Log level')).getControl(MatSelectHarness))?.clickOptions({ text });
  const box = async (label: string) => (await field(label)).getControl(MatInputHarness);
  const fill = async (label: string, text: string): Promise<void> => (await box(label))?.setValue(text);
  const send = async (): Promise<void> => {
    element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await mounted.fixture.whenStable();
  };
  const asked = () => server.asked('PUT', path).map(({ body }) => body);
  return { ...mounted, server, closed, choose, box, fill, send, asked };
}

describe('LogLevelDialog', () => {
  it('sets debug for half an hour unless told otherwise, and closes with the node', async () => {
    const mounted = await dialog();
    const answer = nodeOf({ logLevel: { ...logLevel, spec: 'debug' } });
    mounted.server.on('PUT', path, () => answer);
    expect(mounted.text()).toContain('Then the node logs as before. A restart ends it earlier.');
    expect(mounted.text()).not.toContain('Logging specification');
    await mounted.send();
    await until(mounted, () => mounted.closed.length > 0);
    expect(mounted.asked()).toEqual([{ spec: 'debug', minutes: 30 }]);
    expect(mounted.closed).toEqual([answer]);
  });

  it('takes a custom specification', async () => {
    const mounted = await dialog();
    mounted.server.on('PUT', path, () => nodeOf({ logLevel }));
    await mounted.choose('Custom');
    expect(mounted.text()).toContain('For example gossip=debug:info');
    await mounted.fill('Logging specification', 'gossip=debug:info');
    await mounted.fill('Minutes', '5');
    await mounted.send();
    await until(mounted, () => mounted.closed.length > 0);
    expect(mounted.asked()).toEqual([{ spec: 'gossip=debug:info', minutes: 5 }]);
  });

  it('begins with the specification that the node has', async () => {
    const mounted = await dialog(nodeOf({ logLevel }));
    expect(await (await mounted.box('Logging specification'))?.getValue()).toBe('gossip=debug:info');
  });

  it('sends nothing that the contract refuses, and says why at the fields', async () => {
    const mounted = await dialog();
    await mounted.choose('Custom');
    await mounted.fill('Logging specification', 'gossip debug');
    await mounted.fill('Minutes', '1441');
    await mounted.send();
    await shows(mounted, 'Levels without blanks', 'At most 1,440');
    await mounted.fill('Minutes', '');
    await shows(mounted, 'Enter a whole number');
    expect(mounted.asked()).toEqual([]);
  });

  it('stays open and says why it was refused', async () => {
    const mounted = await dialog();
    mounted.server.refuse('PUT', path, {
      type: 'about:blank',
      title: 'No',
      status: 409,
      code: 'invalid_state',
      detail: 'peer0-org1 is stopped.',
      remedy: 'Start it first.',
    });
    await mounted.send();
    await shows(mounted, 'peer0-org1 is stopped.', 'Start it first.');
    expect(mounted.closed).toEqual([]);
  });
});
