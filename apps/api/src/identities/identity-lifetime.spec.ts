import { createCertificateAuthority } from '@heddle/fabric';
import { lifetimeOf } from './identity-lifetime';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-11-28T12:00:00Z');
const validity = { notBefore: new Date(NOW - 60_000), notAfter: new Date(NOW + 10.5 * DAY_MS) };

describe('the lifetime of an identity', () => {
  let ca: string;
  beforeAll(async () => {
    ({ certificate: ca } = await createCertificateAuthority({ commonName: 'ca', organization: 'o', validity }));
  });

  it('starts slightly in the past, but never before its CA', () => {
    expect(lifetimeOf(10, ca, NOW).notBefore).toEqual(validity.notBefore);
    expect(lifetimeOf(9, ca, NOW + DAY_MS).notBefore).toEqual(new Date(NOW + DAY_MS - 300_000));
  });

  it('ends after the given number of days, and is rejected beyond the CA with the remaining days', () => {
    expect(lifetimeOf(10, ca, NOW).notAfter).toEqual(new Date(NOW + 10 * DAY_MS));
    expect(() => lifetimeOf(11, ca, NOW)).toThrow(/days: the CA ends on 2026-12-09: at most 10 days/);
    expect(() => lifetimeOf(1, ca, NOW + 20 * DAY_MS)).toThrow(/at most 0 days/);
  });
});
