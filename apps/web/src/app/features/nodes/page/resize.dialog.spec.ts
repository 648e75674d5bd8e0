import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { HEALTHY, NodeId, type Node } from '@heddle/contracts';
import { chainId, operationOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { ResizeDialog, type Resized } from './resize.dialog';

const at = '2026-01-01T00:00:00.000Z';
const node: Node = {
  id: NodeId.parse('00000000-0000-4000-8000-0000000000a1'),
  chainId,
  name: 'peer0-org1',
  kind: 'peer',
  organization: 'org1',
  mspId: 'Org1MSP',
  status: { state: 'running', reason: null, since: at, observedAt: at },
  health: HEALTHY,
  addresses: {},
  pid: null,
  startedAt: at,
  restarts: 0,
  cpuPercent: null,
  memoryBytes: null,
  blockHeights: {},
  certificateExpiresAt: null,
  resources: null,
  revision: 1,
};
const path = `/chains/${chainId}/nodes/${node.id}/resize`;

async function dialog() {
  const server = new TestApi();
  const closed: Resized[] = [];
  const reference = { close: (result: Resized) => closed.push(result) };
  const providers = [
    server.provider,
    { provide: MAT_DIALOG_DATA, useValue: node },
    { provide: MatDialogRef, useValue: reference },
  ];
  const mounted = await mount(ResizeDialog, { providers });
  const boxes = [...mounted.element.querySelectorAll('input')];
  const fill = async (texts: readonly string[]): Promise<void> => {
    texts.forEach((text, index) => {
      const box = boxes[index];
      if (box === undefined) throw new Error('No such field');
      box.value = text;
      box.dispatchEvent(new Event('input'));
    });
    mounted.element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await mounted.fixture.whenStable();
  };
  return { ...mounted, server, closed, boxes, fill };
}

describe('ResizeDialog', () => {
  it('begins with the defaults of the node’s kind', async () => {
    const { boxes } = await dialog();
    expect(boxes.map(({ value }) => value)).toEqual(['50m', '128Mi', '', '2Gi']);
  });

  it('sends nothing that Kubernetes would refuse, and says why at the field', async () => {
    const mounted = await dialog();
    await mounted.fill(['1', 'lots', '500m', '2Gi']);
    await shows(mounted, 'A Kubernetes quantity', 'Not below what is requested');
    expect(mounted.server.asked('POST', path)).toEqual([]);
  });

  it('closes with what the server accepted', async () => {
    const mounted = await dialog();
    const answer = { resource: node, operation: operationOf({ kind: 'node.resize' }) };
    mounted.server.on('POST', path, () => answer);
    await mounted.fill(['250m', '256Mi', '', '1Gi']);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '1Gi' } };
    expect(mounted.server.asked('POST', path)[0]?.body).toEqual({ resources });
    expect(mounted.closed).toEqual([answer]);
  });

  it('stays open and says why the server refused', async () => {
    const mounted = await dialog();
    mounted.server.refuse('POST', path, {
      type: 'about:blank',
      title: 'No',
      status: 409,
      code: 'scope_busy',
      detail: 'The chain is being stopped.',
    });
    await mounted.fill(['250m', '256Mi', '', '1Gi']);
    await shows(mounted, 'Another operation is under way', 'The chain is being stopped.');
    expect(mounted.closed).toEqual([]);
  });
});
