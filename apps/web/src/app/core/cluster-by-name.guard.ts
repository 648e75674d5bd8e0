import { inject } from '@angular/core';
import { RedirectCommand, Router, type CanActivateFn } from '@angular/router';
import { api } from '@heddle/contracts';
import { ApiClient } from './api/api-client';

/** Chains name their cluster: an address with that name leads to the page of the cluster. */
export const clusterByName: CanActivateFn = async (route) => {
  const router = inject(Router);
  const client = inject(ApiClient);
  const name = route.paramMap.get('name');
  for await (const cluster of client.items(api.clusters.list, { query: { limit: 200 } })) {
    if (cluster.name === name) return router.createUrlTree(['/clusters', cluster.id]);
  }
  return new RedirectCommand(router.parseUrl('/not-found'), { skipLocationChange: true });
};
