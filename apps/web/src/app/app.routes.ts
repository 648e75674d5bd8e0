import type { Routes } from '@angular/router';
import { signedIn } from './core/session/session.guard';

/** The only place that knows every feature: features themselves never import each other. */
export const routes: Routes = [
  {
    path: 'sign-in',
    loadComponent: () => import('./features/sign-in/sign-in.page').then((m) => m.SignInPage),
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./layout/shell/shell.component').then((m) => m.ShellComponent),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'chains' },
      { path: 'chains', loadComponent: () => import('./features/chains/list/chain-list.page').then((m) => m.ChainListPage) },
      { path: '**', loadComponent: () => import('./features/not-found/not-found.page').then((m) => m.NotFoundPage) },
    ],
  },
];
