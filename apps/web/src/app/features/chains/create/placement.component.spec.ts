import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { form } from '@angular/forms/signals';
import { MatSelectHarness } from '@angular/material/select/testing';
import { ClusterId, type Cluster, type Runtime } from '@heddle/contracts';
import { clusterOf } from '../../../../testing/builders';
import { mount, shows } from '../../../../testing/mount';
import { TestApi, sessionOf } from '../../../../testing/test-api';
import { SessionStore } from '../../../core/session/session.store';
import { PlacementComponent } from './placement.component';

@Component({
  selector: 'app-host',
  imports: [PlacementComponent],
  template: '<app-placement [runtime]="form.runtime" [cluster]="form.cluster" />',
})
class HostComponent {
  readonly draft = signal<{ runtime: Runtime; cluster: string }>({ runtime: 'local', cluster: '' });
  readonly form = form(this.draft);
}

const west = ClusterId.parse('00000000-0000-4000-8000-0000000000c2');
const away = { ...clusterOf().status, state: 'unreachable' as const, reason: 'no route to host' };

async function placed(clusters: Cluster[]) {
  const server = new TestApi();
  server.on('POST', '/auth/login', () => sessionOf('token'));
  server.on('GET', '/clusters', () => ({ items: clusters, nextCursor: null }));
  const mounted = await mount(HostComponent, { providers: [server.provider] });
  await TestBed.inject(SessionStore).signIn({ username: 'ada', password: 'secret' });
  const choose = async (): Promise<void> => {
    const buttons = [...mounted.element.querySelectorAll('button')];
    buttons.find((button) => button.textContent.includes('Kubernetes cluster'))?.click();
    await mounted.fixture.whenStable();
  };
  return { ...mounted, server, choose };
}

describe('PlacementComponent', () => {
  it('asks for no clusters while the chain runs on this machine', async () => {
    const { server, text } = await placed([]);
    expect(text()).toContain('processes of the machine');
    expect(server.asked('GET', '/clusters')).toEqual([]);
  });

  it('explains an empty choice and leads to where a cluster is registered', async () => {
    const mounted = await placed([]);
    await mounted.choose();
    await shows(mounted, 'No cluster is registered yet');
    expect(mounted.element.querySelector('a[href="/clusters/new"]')).not.toBeNull();
    expect(mounted.element.querySelector('mat-select')).toBeNull();
  });

  it('takes the only cluster that can be reached, and says why another cannot be chosen', async () => {
    const mounted = await placed([clusterOf(), clusterOf({ id: west, name: 'west', status: away })]);
    await mounted.choose();
    await shows(mounted, 'east');
    expect(mounted.fixture.componentInstance.draft()).toEqual({ runtime: 'kubernetes', cluster: 'east' });
    const select = await mounted.loader.getHarness(MatSelectHarness);
    await select.open();
    const [, option] = await select.getOptions();
    expect([await option?.isDisabled(), await option?.getText()]).toEqual([
      true,
      'west Unreachable · no route to host',
    ]);
  });

  it('leaves the choice between several to the reader', async () => {
    const mounted = await placed([clusterOf(), clusterOf({ id: west, name: 'west' })]);
    await mounted.choose();
    await mounted.loader.getHarness(MatSelectHarness);
    expect(mounted.fixture.componentInstance.draft().cluster).toBe('');
  });
});
