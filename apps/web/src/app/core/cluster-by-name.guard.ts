import { inject } from '@angular/core';
import { RedirectCommand, Router, type CanActivateFn } from '@angular/router';
import { api } from '@heddle/contracts';
import { ApiClient } from './api/api-client';

/** Chains name their cluster: an address with that name leads to the page of the cluster. */
export const clusterByName: CanActivateFn = async (route) => {
  const router = inject(Router);
  const client = inject(ApiClient);
  const name = route.paramMap.get('name');
  for (let cursor: string | null | undefined; cursor !== null;) {
    const query = { limit: 200, ...(cursor !== undefined && { cursor }) };
    const page = await client.call(api.clusters.list, { query });
    const found = page.items.find((cluster) => cluster.name === name);
    if (found !== undefined) return router.createUrlTree(['/clusters', found.id]);
    cursor = page.nextCursor;
  }
  return new RedirectCommand(router.parseUrl('/not-found'), { skipLocationChange: true });
};
