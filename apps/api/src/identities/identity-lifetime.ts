import { describeCertificate, type Validity } from '@heddle/fabric';
import { invalidField } from '../errors/api-error';

const DAY_MS = 86_400_000;

/** Tolerated clock difference between clients and nodes, as in Fabric CA. */
const BACKDATED_MS = 5 * 60_000;

/**
 * From now for a number of days, within the lifetime of the CA.
 *
 * @throws ApiError `validation_failed` with the CA's remaining days
 */
export function lifetimeOf(days: number, caCertificate: string, now: number): Validity {
  const ca = describeCertificate(caCertificate);
  const notAfter = new Date(now + days * DAY_MS);
  if (notAfter > ca.notAfter) {
    const left = Math.max(0, Math.floor((ca.notAfter.getTime() - now) / DAY_MS));
    throw invalidField('days', `the CA ends on ${ca.notAfter.toISOString().slice(0, 10)}: at most ${left} days`);
  }
  return { notBefore: new Date(Math.max(now - BACKDATED_MS, ca.notBefore.getTime())), notAfter };
}
