import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { api, type Problem } from '@heddle/contracts';
import { mount, shows } from '../../../testing/mount';
import { TestApi, sessionOf } from '../../../testing/test-api';
import { until } from '../../../testing/until';
import { ApiClient } from '../../core/api/api-client';
import { SessionStore } from '../../core/session/session.store';
import { LiveFeed } from '../../live/live-feed';
import { breadcrumbs } from '../breadcrumbs/breadcrumbs';
import { ShellComponent } from './shell.component';

const unauthenticated: Problem = {
  type: 'about:blank',
  title: 'No',
  status: 401,
  code: 'unauthenticated',
  detail: 'Sign in.',
};

@Component({ selector: 'app-nodes-page', template: '<h1>Nodes</h1>' })
class NodesPage {
  constructor() {
    breadcrumbs(() => [
      { key: 'nav.chains', link: '/chains' },
      { label: 'supply', link: '/chains/1' },
      { key: 'nav.operations', link: '/chains/1/nodes' },
    ]);
  }
}
@Component({ selector: 'app-blank-page', template: '' })
class BlankPage {}

async function shell() {
  const server = new TestApi();
  server.on('POST', '/auth/login', () => sessionOf('token'));
  const mounted = await mount(ShellComponent, {
    providers: [server.provider],
    routes: [
      { path: 'chains/1/nodes', component: NodesPage },
      { path: 'sign-in', component: BlankPage },
    ],
    before: async () => {
      await TestBed.inject(SessionStore).signIn({ username: 'ada', password: 'secret' });
      await TestBed.inject(Router).navigateByUrl('/chains/1/nodes?search=peer');
    },
  });
  const feed = TestBed.inject(LiveFeed);
  feed.watch({ room: 'user', snapshot: () => Promise.resolve(undefined), apply: () => undefined });
  await shows(mounted, 'Live');
  return { ...mounted, server, feed, router: TestBed.inject(Router) };
}

describe('ShellComponent', () => {
  it('brings the reader to sign in when the session ends, with the way back, and is live no more', async () => {
    const mounted = await shell();
    const { server, router, feed } = mounted;
    server.refuse('GET', '/auth/me', unauthenticated);
    server.refuse('POST', '/auth/refresh', unauthenticated);
    await expect(TestBed.inject(ApiClient).ask(api.auth.me, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await until(mounted, () => router.url.startsWith('/sign-in'));
    expect(router.parseUrl(router.url).queryParams).toEqual({ returnUrl: '/chains/1/nodes?search=peer' });
    expect(TestBed.inject(SessionStore).expired()).toBe(true);
    expect([feed.state(), mounted.text()]).toEqual(['idle', expect.not.stringContaining('Live')]);
  });

  it('says after a sign-out neither that something ended, nor where to go back to', async () => {
    const mounted = await shell();
    mounted.server.answer('POST', '/auth/logout', new Response(null, { status: 204 }));
    await TestBed.inject(SessionStore).signOut();
    await until(mounted, () => mounted.router.url === '/sign-in');
    expect(TestBed.inject(SessionStore).expired()).toBe(false);
  });

  it('is not live while the computer is offline', async () => {
    const mounted = await shell();
    const online = jest.spyOn(globalThis.navigator, 'onLine', 'get').mockReturnValue(false);
    globalThis.dispatchEvent(new Event('offline'));
    await shows(mounted, 'Offline, as of');
    expect(mounted.element.querySelector('app-connection-chip')?.textContent).not.toContain('Live');
    online.mockReturnValue(true);
    globalThis.dispatchEvent(new Event('online'));
    await shows(mounted, 'Live');
  });

  it('announces the page by a title with the name of the chain', async () => {
    const mounted = await shell();
    await shows(mounted, 'Operations · supply · Heddle');
    expect(document.title).toBe('Operations · supply · Heddle');
  });
});
