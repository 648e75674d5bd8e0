import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { KUBECONFIG_MAX, type KubeconfigContext, type Problem } from '@heddle/contracts';
import { clusterId, clusterOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { ClusterRegisterPage } from './cluster-register.page';

@Component({ selector: 'app-blank', template: '' })
class BlankPage {}

const work: KubeconfigContext = {
  name: 'work',
  cluster: 'east',
  server: 'https://10.0.0.1:6443',
  user: 'ann',
  current: true,
  refused: null,
};
const cloud: KubeconfigContext = { ...work, name: 'cloud', current: false, refused: 'it runs a program (exec)' };

const problem = (changes: Partial<Problem>): Problem => ({
  type: 'about:blank',
  title: 'No',
  status: 422,
  code: 'validation_failed',
  detail: 'Not right',
  ...changes,
});

async function page(contexts: KubeconfigContext[] = [work]) {
  const server = new TestApi();
  server.on('POST', '/clusters/inspect', () => ({ contexts }));
  const routes = [{ path: 'clusters/:id', component: BlankPage }];
  const mounted = await mount(ClusterRegisterPage, { providers: [server.provider], routes });
  const { element, fixture } = mounted;
  const type = async (label: string, text: string): Promise<void> => {
    const fields = [...element.querySelectorAll('mat-form-field')];
    const input = fields.find((field) => field.querySelector('mat-label')?.textContent.trim() === label);
    const box = input?.querySelector('input');
    if (box === null || box === undefined) throw new Error(`No field ${label}`);
    box.value = text;
    box.dispatchEvent(new Event('input'));
    await fixture.whenStable();
  };
  const press = async (name: string): Promise<void> => {
    const button = [...element.querySelectorAll('button')].find((one) => one.textContent.trim() === name);
    if (button === undefined) throw new Error(`No button ${name}`);
    button.click();
    await fixture.whenStable();
  };
  const choose = async (text: string): Promise<void> => {
    const picker = element.querySelector<HTMLInputElement>('input[type=file]');
    if (picker === null) throw new Error('No file can be chosen');
    const file = new File([text], 'config');
    Object.defineProperty(file, 'text', { value: () => Promise.resolve(text) });
    Object.defineProperty(picker, 'files', { value: { item: () => file }, configurable: true });
    picker.dispatchEvent(new Event('change'));
    await fixture.whenStable();
  };
  const fill = async (): Promise<void> => {
    await type('Name', 'east');
    await choose('apiVersion: v1');
    await shows(mounted, 'work');
    await type('NFS server', 'nfs.example');
    await type('Exported path', '/exports');
  };
  return { ...mounted, server, type, press, choose, fill };
}

describe('ClusterRegisterPage', () => {
  it('registers with the current context of a kubeconfig and opens the cluster', async () => {
    const mounted = await page();
    mounted.server.on('POST', '/clusters', () => clusterOf());
    await mounted.fill();
    await mounted.press('Register cluster');
    await until(mounted, () => TestBed.inject(Router).url === `/clusters/${clusterId}`);
    const [sent] = mounted.server.asked('POST', '/clusters');
    expect(sent?.body).toMatchObject({
      name: 'east',
      source: { type: 'kubeconfig', kubeconfig: 'apiVersion: v1', context: 'work' },
      settings: { shared: { type: 'nfs', server: 'nfs.example', path: '/exports' } },
    });
    expect(sent?.headers.get('Idempotency-Key')).toBeTruthy();
  });

  it('says why a context cannot be used and does not let it be chosen', async () => {
    const mounted = await page([work, cloud]);
    await mounted.choose('apiVersion: v1');
    await shows(mounted, 'Cannot be used: it runs a program (exec)');
    const [usable, refused] = [...mounted.element.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    expect([usable?.checked, usable?.disabled, refused?.disabled]).toEqual([true, false, true]);
    const described = refused?.getAttribute('aria-describedby') ?? '';
    expect(mounted.element.querySelector(`#${described}`)?.textContent).toContain('it runs a program');
  });

  it('asks for credentials and the shared volume before it sends anything', async () => {
    const mounted = await page([cloud]);
    await mounted.choose('apiVersion: v1');
    await shows(mounted, 'None of these contexts can be used');
    await mounted.press('Register cluster');
    await shows(
      mounted,
      'Required',
      'Choose a kubeconfig and one of its contexts',
      'An absolute path',
      'fields are not',
    );
    expect(mounted.server.asked('POST', '/clusters')).toEqual([]);
  });

  it('takes no file that is larger than a kubeconfig can be', async () => {
    const mounted = await page();
    await mounted.choose('x'.repeat(KUBECONFIG_MAX + 1));
    await shows(mounted, 'larger than a kubeconfig');
    expect(mounted.server.asked('POST', '/clusters/inspect')).toEqual([]);
  });

  it('shows what the server refuses at its field', async () => {
    const mounted = await page();
    const errors = [{ path: 'settings.shared.server', message: 'is not known here' }];
    mounted.server.refuse('POST', '/clusters', problem({ errors }));
    await mounted.fill();
    await mounted.press('Register cluster');
    await shows(mounted, 'is not known here');
    expect(mounted.element.querySelector('app-error-panel')).toBeNull();
    mounted.server.refuse(
      'POST',
      '/clusters',
      problem({ code: 'name_taken', detail: 'Another cluster is named "east".' }),
    );
    await mounted.type('NFS server', 'other.example');
    await mounted.press('Register cluster');
    await shows(mounted, 'Another cluster is named "east".');
  });

  it('says what to do about a cluster that does not answer', async () => {
    const mounted = await page();
    const remedy = 'Check the address and the firewall.';
    mounted.server.refuse('POST', '/clusters', problem({ code: 'cluster_unreachable', detail: 'No route.', remedy }));
    await mounted.fill();
    await mounted.press('Register cluster');
    await shows(mounted, 'The cluster does not answer', 'No route.', remedy);
  });

  it('keeps nothing of a kubeconfig when another source is chosen', async () => {
    const mounted = await page();
    mounted.server.on('POST', '/clusters', () => clusterOf());
    await mounted.fill();
    await mounted.press('Kubeconfig of the server');
    await mounted.press('Register cluster');
    await until(mounted, () => mounted.server.asked('POST', '/clusters').length > 0);
    expect(mounted.server.asked('POST', '/clusters')[0]?.body).toMatchObject({ source: { type: 'default' } });
    expect(JSON.stringify(mounted.server.asked('POST', '/clusters')[0]?.body)).not.toContain('apiVersion');
  });
});
