import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter } from '@angular/router';
import { ClusterId } from '@heddle/contracts';
import { clusterId, clusterOf } from '../../testing/builders';
import { TestApi } from '../../testing/test-api';
import { clusterByName } from './cluster-by-name.guard';

@Component({ selector: 'app-blank', template: '' })
class BlankPage {}

const west = clusterOf({ id: ClusterId.parse('00000000-0000-4000-8000-0000000000c2'), name: 'west' });

async function open(name: string): Promise<string> {
  const server = new TestApi();
  server.on('GET', '/clusters', ({ url }) =>
    url.includes('cursor=') ? { items: [clusterOf()], nextCursor: null } : { items: [west], nextCursor: 'more' },
  );
  const routes = [
    { path: 'clusters/named/:name', canActivate: [clusterByName], children: [] },
    { path: 'clusters/:clusterId', component: BlankPage },
    { path: 'not-found', component: BlankPage },
  ];
  TestBed.configureTestingModule({ providers: [provideRouter(routes), server.provider] });
  const router = TestBed.inject(Router);
  await router.navigateByUrl(`/clusters/named/${name}`);
  return router.url;
}

describe('the address of a cluster by its name', () => {
  it('leads to the cluster, on whatever page of the list it is', async () => {
    expect(await open('east')).toBe(`/clusters/${clusterId}`);
  });

  it('leads to the page that says so where no cluster has the name', async () => {
    expect(await open('gone')).not.toContain(clusterId);
  });
});
