import { Initial1763856000000 } from './1763856000000-initial';

/** In the order in which they run; a released migration is never changed. */
export const MIGRATIONS = [Initial1763856000000];
