import { MatCheckboxHarness } from '@angular/material/checkbox/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import { ChannelId, type ChangePreview, type Problem } from '@heddle/contracts';
import { chainId, chainOf, channelId, channelOf, operationOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import type { Changed } from '../../../ui/change/considered-change';
import { AddNodeDialog, type AddNodeInput } from './add-node.dialog';

const path = `/chains/${chainId}/changes`;
const invoices = ChannelId.parse('00000000-0000-4000-8000-0000000000b2');
const member = (organization: string) => ({ organization, mspId: organization, peers: [], anchorPeers: [] });
const channels = [
  channelOf({ name: 'orders', members: [member('org1'), member('org2')] }),
  channelOf({ id: invoices, name: 'invoices', members: [member('org1')] }),
  channelOf({
    id: ChannelId.parse('00000000-0000-4000-8000-0000000000b3'),
    name: 'drafts',
    status: { ...channelOf().status, state: 'creating' },
    members: [member('org1')],
  }),
];
const preview: ChangePreview = {
  node: 'peer1-org1',
  steps: [
    { code: 'start_node', params: { node: 'peer1-org1' }, message: 'Start peer1-org1' },
    { code: 'join_from_genesis', params: { channel: 'orders', height: 7 }, message: 'Join orders' },
    { code: 'write_profiles', params: {}, message: 'Write the profiles' },
  ],
  restarts: [],
  warnings: [],
};
const refusal: Problem = {
  type: 'about:blank',
  title: 'No',
  status: 409,
  code: 'invalid_state',
  detail: 'Channel orders has no quorum.',
  remedy: 'Start its orderers.',
};

async function dialog(plan: ChangePreview | Problem = preview) {
  const server = new TestApi();
  const answerWith = (answer: ChangePreview | Problem): void => {
    if ('code' in answer) server.refuse('POST', `${path}/preview`, answer);
    else server.on('POST', `${path}/preview`, () => answer);
  };
  answerWith(plan);
  const closed: (Changed | undefined)[] = [];
  const data: AddNodeInput = { chainId, organizations: ['org1', 'org2'], channels };
  const providers = [
    server.provider,
    { provide: MAT_DIALOG_DATA, useValue: data },
    { provide: MatDialogRef, useValue: { close: (changed?: Changed) => closed.push(changed) } },
  ];
  const mounted = await mount(AddNodeDialog, { providers });
  const { loader, element } = mounted;
  const submit = (): HTMLButtonElement => {
    const button = element.querySelector<HTMLButtonElement>('button[type=submit]');
    if (button === null) throw new Error('There is no button to submit.');
    return button;
  };
  const select = async (label: string, text: string): Promise<void> => {
    const field = await loader.getHarness(MatFormFieldHarness.with({ floatingLabelText: label }));
    await (await field.getControl(MatSelectHarness))?.clickOptions({ text });
  };
  const boxes = () => loader.getAllHarnesses(MatCheckboxHarness);
  const asked = () => server.asked('POST', `${path}/preview`).map(({ body }) => body);
  return { ...mounted, server, closed, submit, select, boxes, asked, answerWith };
}

describe('AddNodeDialog', () => {
  it('begins with a peer of the first organization in all its active channels', async () => {
    const mounted = await dialog();
    await until(mounted, () => !mounted.submit().disabled);
    const boxes = await mounted.boxes();
    expect(await Promise.all(boxes.map((box) => box.getLabelText()))).toEqual(['orders', 'invoices']);
    expect(await Promise.all(boxes.map((box) => box.isChecked()))).toEqual([true, true]);
    expect(mounted.asked()).toEqual([{ kind: 'peer.add', organization: 'org1', channels: [channelId, invoices] }]);
  });

  it('shows what will happen in order, and that nothing else restarts', async () => {
    const mounted = await dialog();
    await shows(mounted, 'No other node restarts.');
    const steps = [...mounted.element.querySelectorAll('ol li')].map(({ textContent }) => textContent);
    expect(steps).toEqual([
      'Start peer1-org1',
      'Join channel orders and read its 7 blocks from the first one',
      'Write the connection profiles of all organizations',
    ]);
  });

  it('names the nodes that restart', async () => {
    const mounted = await dialog({ ...preview, restarts: ['peer0-org1'] });
    await shows(mounted, 'These nodes restart:', 'peer0-org1');
    expect(mounted.text()).not.toContain('No other node restarts.');
  });

  it('asks once for several changes of the form, and waits for that answer', async () => {
    const mounted = await dialog();
    await until(mounted, () => !mounted.submit().disabled);
    await mounted.select('How it gets the ledgers', 'By a snapshot of another peer');
    const [, second] = await mounted.boxes();
    await second?.uncheck();
    expect(mounted.submit().disabled).toBe(true);
    await until(mounted, () => !mounted.submit().disabled);
    expect(mounted.asked().slice(1)).toEqual([
      { kind: 'peer.add', organization: 'org1', channels: [channelId], ledgers: 'snapshot' },
    ]);
  });

  it('offers the channels of another organization', async () => {
    const mounted = await dialog();
    await mounted.select('Organization', 'org2');
    await until(mounted, () => mounted.asked().length === 1);
    expect(mounted.asked()).toEqual([{ kind: 'peer.add', organization: 'org2', channels: [channelId] }]);
  });

  it('shows why it is refused in place of the preview, and cannot be submitted', async () => {
    const mounted = await dialog(refusal);
    await shows(mounted, 'Channel orders has no quorum.', 'Start its orderers.');
    expect(mounted.text()).not.toContain('What will happen');
    expect(mounted.submit().disabled).toBe(true);
    mounted.answerWith(preview);
    const [, second] = await mounted.boxes();
    await second?.uncheck();
    await shows(mounted, 'No other node restarts.');
    expect(mounted.submit().disabled).toBe(false);
  });

  it('adds an orderer to all active channels, and closes with what the server accepted', async () => {
    const mounted = await dialog();
    const answer = { resource: chainOf(), operation: operationOf({ kind: 'orderer.add' }) };
    mounted.server.on('POST', path, () => answer);
    await mounted.select('Kind', 'Orderer');
    expect(mounted.text()).not.toContain('How it gets the ledgers');
    await until(mounted, () => !mounted.submit().disabled);
    mounted.submit().click();
    await until(mounted, () => mounted.closed.length > 0);
    const [request] = mounted.server.asked('POST', path);
    expect(request?.body).toEqual({ kind: 'orderer.add', channels: [channelId, invoices] });
    expect(request?.headers.get('Idempotency-Key')).toMatch(/^[0-9a-f]{32}$/);
    expect(mounted.closed).toEqual([answer]);
  });

  it('stays open and says why the server refused', async () => {
    const mounted = await dialog();
    mounted.server.refuse('POST', path, { ...refusal, code: 'scope_busy', detail: 'The chain is being stopped.' });
    await until(mounted, () => !mounted.submit().disabled);
    mounted.submit().click();
    await shows(mounted, 'Another operation is under way', 'The chain is being stopped.');
    expect(mounted.closed).toEqual([]);
  });
});
