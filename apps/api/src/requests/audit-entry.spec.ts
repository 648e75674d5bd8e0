import { IDENTITY_FORMATS, api } from '@heddle/contracts';
import type { ApiRequest } from '../http/request';
import { auditEntry } from './audit-entry';

/** The parts of a request that an entry uses. */
function requestOf(body: unknown): ApiRequest {
  return { params: { identityId: 'alice' }, body, ip: '127.0.0.1' } as unknown as ApiRequest;
}
const download = { route: api.identities.download, code: 'ok' };

describe('an audit entry', () => {
  it.each(IDENTITY_FORMATS)('of a download records the format %s, and contains no password', (format) => {
    const entry = auditEntry(requestOf({ format, password: 'a secret of its owner' }), download);
    expect(entry).toMatchObject({ target: 'alice', detail: { format } });
    expect(JSON.stringify(entry)).not.toContain('secret');
  });

  it('contains nothing else of a body', () => {
    expect(auditEntry(requestOf({ format: 'x'.repeat(99) }), download).detail).toBeNull();
    expect(auditEntry(requestOf(null), download).detail).toBeNull();
    const login = { route: api.auth.login, code: 'ok' };
    expect(auditEntry(requestOf({ username: 'ada', format: 'pem' }), login).detail).toBeNull();
  });
});
