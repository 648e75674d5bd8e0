import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import type { ChangePreview } from '@heddle/contracts';
import { chainId, chainOf, nodeOf, operationOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import type { Changed } from '../../../ui/change/considered-change';
import { ResizeDialog } from './resize.dialog';

const node = nodeOf();
const path = `/chains/${chainId}/changes`;
const preview: ChangePreview = {
  node: node.name,
  steps: [{ code: 'resize_node', params: {}, message: 'Replace the node by a larger one' }],
  restarts: [node.name],
  warnings: [],
};

async function dialog() {
  const server = new TestApi();
  server.on('POST', `${path}/preview`, () => preview);
  const closed: Changed[] = [];
  const reference = { close: (result: Changed) => closed.push(result) };
  const providers = [
    server.provider,
    { provide: MAT_DIALOG_DATA, useValue: node },
    { provide: MatDialogRef, useValue: reference },
  ];
  const mounted = await mount(ResizeDialog, { providers });
  const submit = () => mounted.element.querySelector<HTMLButtonElement>('button[type=submit]');
  await until(mounted, () => submit()?.disabled === false);
  const boxes = [...mounted.element.querySelectorAll('input')];
  const fill = async (texts: readonly string[]): Promise<void> => {
    texts.forEach((text, index) => {
      const box = boxes[index];
      if (box === undefined) throw new Error('No such field');
      box.value = text;
      box.dispatchEvent(new Event('input'));
    });
    await mounted.fixture.whenStable();
    await until(mounted, () => submit()?.disabled === false);
    submit()?.click();
    await mounted.fixture.whenStable();
  };
  return { ...mounted, server, closed, boxes, fill };
}

describe('ResizeDialog', () => {
  it('begins with the defaults of the node’s kind', async () => {
    const { boxes } = await dialog();
    expect(boxes.map(({ value }) => value)).toEqual(['50m', '128Mi', '', '2Gi']);
  });

  it('shows what will happen', async () => {
    await shows(await dialog(), 'Replace the node by a larger one', 'These nodes restart:', node.name);
  });

  it('sends nothing that Kubernetes would refuse, and says why at the field', async () => {
    const mounted = await dialog();
    await mounted.fill(['1', 'lots', '500m', '2Gi']);
    await shows(mounted, 'A Kubernetes quantity', 'Not below what is requested');
    expect(mounted.server.asked('POST', path)).toEqual([]);
  });

  it('closes with what the server accepted', async () => {
    const mounted = await dialog();
    const answer = { resource: chainOf(), operation: operationOf({ kind: 'node.resize' }) };
    mounted.server.on('POST', path, () => answer);
    await mounted.fill(['250m', '256Mi', '', '1Gi']);
    await until(mounted, () => mounted.closed.length > 0);
    const resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '1Gi' } };
    expect(mounted.server.asked('POST', path)[0]?.body).toEqual({ kind: 'node.resize', node: node.name, resources });
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
