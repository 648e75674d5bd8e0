import { inject } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import { SessionStore } from './session.store';

/** Lets signed-in users through; others sign in first and come back to where they wanted to go. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const session = inject(SessionStore);
  const router = inject(Router);
  if (session.user() !== null) return true;
  const toSignIn = router.createUrlTree(['/sign-in'], {
    queryParams: state.url === '/' || state.url === '/chains' ? {} : { returnUrl: state.url },
  });
  return (await session.renew().catch(() => false)) ? true : toSignIn;
};
