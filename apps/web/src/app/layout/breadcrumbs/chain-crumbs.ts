import { inject } from '@angular/core';
import { ChainStore } from '../../data/chain/chain.store';
import { breadcrumbs, type Crumb } from './breadcrumbs';

/** Breadcrumbs of a page inside a chain: Chains, the chain, then `rest` with links below the chain's address. */
export function chainCrumbs(rest: () => readonly Crumb[]): void {
  const store = inject(ChainStore);
  breadcrumbs(() => {
    const base = `/chains/${store.id() ?? ''}`;
    return [
      { key: 'nav.chains', link: '/chains' },
      { label: store.chain()?.name ?? '…', link: base },
      ...rest().map((crumb) => ({ ...crumb, link: `${base}/${crumb.link}` })),
    ];
  });
}
