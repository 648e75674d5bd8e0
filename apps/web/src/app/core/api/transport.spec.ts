import { TestBed } from '@angular/core/testing';
import { ChainId, api } from '@heddle/contracts';
import { TestApi } from '../../../testing/test-api';
import { ApiError } from './api-error';
import { Transport } from './transport';

const chainId = ChainId.parse('00000000-0000-4000-8000-000000000001');

describe('Transport', () => {
  let server: TestApi;
  let transport: Transport;

  beforeEach(() => {
    server = new TestApi();
    TestBed.configureTestingModule({ providers: [server.provider] });
    transport = TestBed.inject(Transport);
  });

  it('fills in parameters, appends what the query defines and signs the request', async () => {
    server.on('GET', '/chains', () => ({ items: [], nextCursor: null }));
    await transport.send(api.chains.list, { query: { search: 'a b', limit: 5 } }, 'token');
    const [request] = server.requests;
    expect(request?.url).toBe('/api/v1/chains?search=a+b&limit=5');
    expect(request?.headers.get('Authorization')).toBe('Bearer token');
  });

  it('escapes parameters in the path', async () => {
    server.on('POST', `/chains/${chainId}/start`, () => ({}));
    await expect(transport.send(api.chains.start, { params: { chainId } }, null)).rejects.toThrow('unknown shape');
    expect(server.requests[0]?.url).toBe(`/api/v1/chains/${chainId}/start`);
  });

  it('turns a problem into an error with its code, remedy and fields', async () => {
    server.refuse('POST', '/auth/login', {
      type: 'about:blank',
      title: 'No',
      status: 422,
      code: 'validation_failed',
      detail: 'Not right',
      remedy: 'Change it',
      errors: [{ path: 'username', message: 'missing' }],
    });
    const login = transport.send(api.auth.login, { body: { username: 'a', password: 'b' } }, null);
    const error = await login.then(() => null, caught);
    expect(error).toMatchObject({ code: 'validation_failed', status: 422, remedy: 'Change it', message: 'Not right' });
    expect(error?.fields).toEqual([{ path: 'username', message: 'missing' }]);
  });

  it('says unavailable when nothing answers or a proxy does', async () => {
    server.cut();
    const cut = await transport.send(api.auth.me, {}, null).catch(caught);
    expect(cut).toMatchObject({ code: 'unavailable', status: 0, retryable: true });
    server.answer('GET', '/auth/me', new Response('<html>Bad gateway</html>', { status: 502 }));
    const proxied = await transport.send(api.auth.me, {}, null).catch(caught);
    expect(proxied).toMatchObject({ code: 'unavailable', status: 502 });
  });

  it('trusts no answer that the contract does not describe', async () => {
    server.on('GET', '/auth/me', () => ({ username: 'ada' }));
    await expect(transport.send(api.auth.me, {}, null)).rejects.toThrow('unknown shape');
  });
});

function caught(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
