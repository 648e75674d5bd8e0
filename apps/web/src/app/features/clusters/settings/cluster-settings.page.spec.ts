import { TestBed } from '@angular/core/testing';
import { Component } from '@angular/core';
import { Router } from '@angular/router';
import { clusterId, clusterOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi } from '../../../../testing/test-api';
import { until } from '../../../../testing/until';
import { ClusterSettingsPage } from './cluster-settings.page';

@Component({ selector: 'app-blank', template: '' })
class BlankPage {}

const path = `/clusters/${clusterId}`;

async function page() {
  const server = new TestApi();
  server.on('GET', path, () => clusterOf({ revision: 7, pullSecretRegistries: ['registry.example'] }));
  const routes = [{ path: 'clusters/:id', component: BlankPage }];
  const mounted = await mount(ClusterSettingsPage, { providers: [server.provider], inputs: { clusterId }, routes });
  await shows(mounted, 'Settings of east', 'registry.example');
  const save = async (): Promise<void> => {
    mounted.element.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await mounted.fixture.whenStable();
  };
  return { ...mounted, server, save };
}

describe('ClusterSettingsPage', () => {
  it('sends the settings with the revision that they were read at, and no secrets that were not replaced', async () => {
    const mounted = await page();
    const { server, save } = mounted;
    server.on('PATCH', path, () => clusterOf({ revision: 8 }));
    await save();
    await until(mounted, () => TestBed.inject(Router).url === path);
    const body = server.asked('PATCH', path)[0]?.body;
    expect(body).toEqual({ settings: clusterOf().settings, revision: 7 });
  });

  it('offers to take over what another user changed meanwhile', async () => {
    const mounted = await page();
    mounted.server.refuse('PATCH', path, {
      type: 'about:blank',
      title: 'No',
      status: 412,
      code: 'precondition_failed',
      detail: 'The cluster changed.',
    });
    await mounted.save();
    await shows(mounted, 'It was changed by another user meanwhile');
    mounted.server.on('GET', path, () => clusterOf({ revision: 9, pullSecretRegistries: ['other.example'] }));
    mounted.element.querySelector<HTMLButtonElement>('app-error-panel button')?.click();
    await shows(mounted, 'other.example');
  });
});
