import { describeCertificate, type Validity } from '@heddle/fabric';
import { invalidField } from '../errors/api-error';

const DAY_MS = 86_400_000;

/** Clocks of clients and nodes may differ by so much, as Fabric CA allows for. */
const BACKDATED_MS = 5 * 60_000;

/**
 * From now on for so many days, within the life of the CA.
 *
 * @throws ApiError `validation_failed` with the number of days that the CA has left
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
