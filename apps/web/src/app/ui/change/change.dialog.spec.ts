import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldHarness } from '@angular/material/form-field/testing';
import { MatSelectHarness } from '@angular/material/select/testing';
import type { ChangePreview, Problem } from '@heddle/contracts';
import { chainId, chainOf, operationOf } from '../../../testing/builders';
import { mount, shows } from '../../../testing/mount';
import { TestApi } from '../../../testing/test-api';
import { until } from '../../../testing/until';
import { ChangeDialog, type ChangeQuestion } from './change.dialog';
import type { Changed } from './considered-change';

const path = `/chains/${chainId}/changes`;
const removal: ChangeQuestion = {
  chainId,
  change: { kind: 'orderer.remove', node: 'orderer1' },
  title: 'nodes.removeTitle',
  text: 'nodes.removeText',
  action: 'nodes.removeAction',
  params: { name: 'orderer1' },
  destructive: true,
};
const recreation: ChangeQuestion = {
  ...removal,
  change: { kind: 'peer.recreate', node: 'peer0-org1' },
  title: 'nodes.recreateTitle',
  text: 'nodes.recreateText',
  action: 'nodes.recreateAction',
  params: { name: 'peer0-org1' },
};
const restart: ChangeQuestion = {
  ...removal,
  change: { kind: 'chain.restart' },
  title: 'chain.restartTitle',
  text: 'chain.restartText',
  action: 'chain.restart',
  params: { name: 'supply' },
  destructive: false,
};
const preview: ChangePreview = {
  node: 'orderer1',
  steps: [
    {
      code: 'remove_consenter',
      params: { node: 'orderer1', channel: 'orders', consenters: 2, quorum: 2, tolerated: 0 },
      message: 'Remove orderer1 from orders',
    },
    { code: 'remove_node', params: { node: 'orderer1' }, message: 'Remove orderer1' },
  ],
  restarts: [],
  warnings: [],
};
const refusal: Problem = {
  type: 'about:blank',
  title: 'No',
  status: 409,
  code: 'invalid_state',
  detail: 'orderer1 is the last orderer of channel orders.',
  remedy: 'Add another orderer first.',
};

async function dialog(question: ChangeQuestion, prepare: (server: TestApi) => void) {
  const server = new TestApi();
  prepare(server);
  const closed: (Changed | undefined)[] = [];
  const providers = [
    server.provider,
    { provide: MAT_DIALOG_DATA, useValue: question },
    { provide: MatDialogRef, useValue: { close: (changed?: Changed) => closed.push(changed) } },
  ];
  const mounted = await mount(ChangeDialog, { providers });
  const submit = (): HTMLButtonElement => {
    const button = mounted.element.querySelector<HTMLButtonElement>('button[type=submit]');
    if (button === null) throw new Error('There is no button to submit.');
    return button;
  };
  return { ...mounted, server, closed, submit };
}

describe('ChangeDialog', () => {
  it('asks its question, says what will happen, and closes with what the server accepted', async () => {
    const answer = { resource: chainOf(), operation: operationOf({ kind: 'orderer.remove' }) };
    const mounted = await dialog(removal, (server) => {
      server.on('POST', `${path}/preview`, () => preview);
      server.on('POST', path, () => answer);
    });
    await shows(mounted, 'Remove orderer1?', 'The ledger of this node is deleted for good');
    await shows(
      mounted,
      'Remove orderer1 from the consenters of channel orders: 2 of 2 are then needed, and 0 may fail',
    );
    await shows(mounted, 'No other node restarts.');
    expect(mounted.text()).not.toContain('How it gets the ledgers');
    expect(mounted.submit().classList).toContain('bad-button');
    mounted.submit().click();
    await until(mounted, () => mounted.closed.length > 0);
    expect(mounted.server.asked('POST', path)[0]?.body).toEqual({ kind: 'orderer.remove', node: 'orderer1' });
    expect(mounted.closed).toEqual([answer]);
  });

  it('cannot be submitted where the server would refuse it, and says why', async () => {
    const mounted = await dialog(removal, (server) => {
      server.refuse('POST', `${path}/preview`, refusal);
    });
    await shows(mounted, 'orderer1 is the last orderer of channel orders.', 'Add another orderer first.');
    expect(mounted.submit().disabled).toBe(true);
    expect(mounted.text()).not.toContain('Try again');
  });

  it('shows what restarts, and is not marked where nothing is deleted', async () => {
    const plan: ChangePreview = {
      node: null,
      steps: [
        { code: 'restart_node', params: { node: 'orderer0' }, message: 'Restart orderer0' },
        { code: 'wait_for_ledgers', params: { node: 'orderer0' }, message: 'Wait for orderer0' },
      ],
      restarts: ['orderer0', 'peer0-org1'],
      warnings: [],
    };
    const mounted = await dialog(restart, (server) => {
      server.on('POST', `${path}/preview`, () => plan);
    });
    await shows(mounted, 'Restart chain supply?', 'These nodes restart:', 'peer0-org1');
    await shows(mounted, 'Wait until orderer0 has the blocks that the others have now');
    expect(mounted.server.asked('POST', `${path}/preview`)[0]?.body).toEqual({ kind: 'chain.restart' });
    expect(mounted.submit().classList).not.toContain('bad-button');
  });

  it('shows what the chain cannot do meanwhile, and can be submitted', async () => {
    const meanwhile = { channel: 'orders', node: 'orderer0', consenters: 1, needed: 1, running: 0 };
    const plan: ChangePreview = {
      node: 'orderer0',
      steps: [{ code: 'wait_until_ready', params: { node: 'orderer0' }, message: 'Wait for orderer0' }],
      restarts: ['orderer0'],
      warnings: [{ code: 'no_leader_meanwhile', params: meanwhile, message: 'No leader.' }],
    };
    const mounted = await dialog({ ...restart, change: { kind: 'node.restart', node: 'orderer0' } }, (server) => {
      server.on('POST', `${path}/preview`, () => plan);
    });
    await shows(
      mounted,
      'Wait until orderer0 answers on its own listeners',
      'Channel orders has no leader while orderer0 is down: of 1 consenter, 1 is needed and 0 would run',
    );
    expect(mounted.submit().disabled).toBe(false);
  });

  it('asks how a peer gets its ledgers again, and sends nothing of it where the server decides', async () => {
    const mounted = await dialog(recreation, (server) => {
      server.on('POST', `${path}/preview`, () => ({ node: 'peer0-org1', steps: [], restarts: [], warnings: [] }));
      server.on('POST', path, () => ({ resource: chainOf(), operation: operationOf({ kind: 'peer.recreate' }) }));
    });
    await until(mounted, () => !mounted.submit().disabled);
    const field = await mounted.loader.getHarness(
      MatFormFieldHarness.with({ floatingLabelText: 'How it gets the ledgers' }),
    );
    await (await field.getControl(MatSelectHarness))?.clickOptions({ text: 'By a snapshot of another peer' });
    await until(mounted, () => !mounted.submit().disabled);
    mounted.submit().click();
    await until(mounted, () => mounted.closed.length > 0);
    const change = { kind: 'peer.recreate', node: 'peer0-org1' };
    const bySnapshot = { ...change, ledgers: 'snapshot' };
    const previews = mounted.server.asked('POST', `${path}/preview`).map(({ body }) => body);
    expect(previews).toEqual([change, bySnapshot]);
    expect(mounted.server.asked('POST', path)[0]?.body).toEqual(bySnapshot);
  });

  it('asks again for what could not be asked', async () => {
    const mounted = await dialog(removal, (server) => {
      server.refuse('POST', `${path}/preview`, { ...refusal, status: 503, code: 'unavailable', detail: 'Not now.' });
    });
    await shows(mounted, 'Not now.', 'Try again');
    mounted.server.on('POST', `${path}/preview`, () => preview);
    mounted.element.querySelector<HTMLButtonElement>('app-error-panel button')?.click();
    await shows(mounted, 'No other node restarts.');
    expect(mounted.submit().disabled).toBe(false);
  });
});
