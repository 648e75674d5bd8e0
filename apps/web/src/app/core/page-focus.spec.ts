import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, RouterOutlet } from '@angular/router';
import { mount } from '../../testing/mount';
import { until } from '../../testing/until';
import { focusNewPages } from './page-focus';

@Component({
  selector: 'app-root-under-test',
  imports: [RouterOutlet],
  template: '<nav role="tablist"><a href="#" role="tab">Nodes</a></nav><main tabindex="-1"><router-outlet /></main>',
})
class RootUnderTest {
  constructor() {
    focusNewPages();
  }
}
@Component({ selector: 'app-headed', template: '<h1>Chains</h1>' })
class Headed {}
@Component({ selector: 'app-loading', template: 'Loading' })
class Loading {}
@Component({ selector: 'app-door', template: '<h1>Sign in</h1><input autofocus>' })
class Door {}

async function root() {
  const mounted = await mount(RootUnderTest, {
    routes: [
      { path: 'chains', component: Headed },
      { path: 'loading', component: Loading },
      { path: 'door', component: Door },
    ],
  });
  document.body.append(mounted.element);
  const router = TestBed.inject(Router);
  await router.navigateByUrl('/loading');
  const focusAfter = async (url: string, tag: string): Promise<void> => {
    await router.navigateByUrl(url);
    await until(
      mounted,
      () => document.activeElement?.localName === tag,
      () => `The focus is on ${String(document.activeElement?.outerHTML)}`,
    );
  };
  return { ...mounted, router, focusAfter };
}

describe('the focus after a navigation', () => {
  it('is on the heading of the page', async () => {
    const { focusAfter } = await root();
    await focusAfter('/chains', 'h1');
  });

  it('is on the main part while there is no heading yet', async () => {
    const { focusAfter } = await root();
    await focusAfter('/chains', 'h1');
    await focusAfter('/loading', 'main');
  });

  it('is in the field that the page begins with', async () => {
    const { focusAfter } = await root();
    await focusAfter('/door', 'input');
  });

  it('stays where it is for a filter, and on a tab', async () => {
    const { element, router, fixture } = await root();
    const tab = element.querySelector('a');
    tab?.focus();
    await router.navigateByUrl('/chains');
    await fixture.whenStable();
    expect(document.activeElement).toBe(tab);
    tab?.blur();
    await router.navigateByUrl('/chains?search=a');
    await fixture.whenStable();
    expect(document.activeElement).toBe(document.body);
  });
});
