import { inject } from '@angular/core';
import { RedirectCommand, Router, type CanActivateFn } from '@angular/router';
import { ChainId } from '@heddle/contracts';

/** An address with a malformed id leads to the page that says so, before any request is sent. */
export const idsAreValid: CanActivateFn = (route) => {
  const ids = Object.entries(route.params).filter(([name]) => name.endsWith('Id'));
  if (ids.every(([, value]) => ChainId.safeParse(value).success)) return true;
  return new RedirectCommand(inject(Router).parseUrl('/not-found'), { skipLocationChange: true });
};
