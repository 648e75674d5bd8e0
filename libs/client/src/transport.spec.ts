import { ChainId, api } from '@heddle/contracts';
import { ApiError } from './api-error';
import { TestServer } from './testing/test-server';
import { Transport } from './transport';

const chainId = ChainId.parse('00000000-0000-4000-8000-000000000001');
const CHAINS = { items: [], nextCursor: null };

describe('Transport', () => {
  let server: TestServer;
  let transport: Transport;

  beforeEach(async () => {
    server = await TestServer.start();
    transport = new Transport({ url: server.url });
  });

  afterEach(() => server[Symbol.asyncDispose]());

  it('fills in parameters, appends the defined query values and sends the token', async () => {
    server.answer('GET /chains', CHAINS);
    await transport.send(api.chains.list, { query: { search: 'a b', limit: 5 } }, 'token');
    expect(server.requests[0]).toMatchObject({
      path: '/chains?search=a+b&limit=5',
      headers: { authorization: 'Bearer token' },
    });
  });

  it('escapes parameters in the path', async () => {
    const params = { chainId, organization: 'a/b' };
    await transport.send(api.connect.commandLine, { params }, null).catch(caught);
    expect(server.requests[0]?.path).toBe(`/chains/${chainId}/organizations/a%2Fb/command-line`);
  });

  it('sends a body as JSON with its idempotency key', async () => {
    const input = { body: { username: 'ada', password: 'secret' }, idempotencyKey: 'once' };
    await transport.send(api.auth.login, input, null).catch(caught);
    expect(server.requests[0]).toMatchObject({
      body: JSON.stringify(input.body),
      headers: { 'content-type': 'application/json', 'idempotency-key': 'once' },
    });
  });

  it.each([
    ['bytes', new TextEncoder().encode('package main')],
    ['a Blob', new Blob(['package main'])],
  ])('uploads %s as the file of a form', async (_, content) => {
    await transport.send(api.chaincodes.upload, { file: { name: 'main.go', content } }, null).catch(caught);
    const [request] = server.requests;
    expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(request?.body).toContain('name="file"; filename="main.go"');
    expect(request?.body).toContain('package main');
  });

  it('downloads a file with its name', async () => {
    server.on(`GET /chains/${chainId}/artifacts.tar.gz`, (_, response) => {
      response.setHeader('content-disposition', 'attachment; filename="supply.tar.gz"');
      response.end(Buffer.from([1, 2, 3]));
    });
    const { name, content } = await transport.download(api.chains.artifactsArchive, { params: { chainId } }, null);
    expect([name, await content.bytes()]).toEqual(['supply.tar.gz', new Uint8Array([1, 2, 3])]);
  });

  it('throws the problem of a rejection', async () => {
    server.refuse('POST /auth/login', {
      status: 422,
      code: 'validation_failed',
      detail: 'Not right',
      remedy: 'Change it',
      errors: [{ path: 'username', message: 'missing' }],
      params: { least: 1 },
    });
    const error = await transport
      .send(api.auth.login, { body: { username: 'a', password: 'b' } }, null)
      .then(() => null, caught);
    expect(error).toMatchObject({ code: 'validation_failed', status: 422, remedy: 'Change it', message: 'Not right' });
    expect(error?.fields).toEqual([{ path: 'username', message: 'missing' }]);
    expect(error?.params).toEqual({ least: 1 });
  });

  it('throws `unavailable` if nothing answers, a proxy answers, or the answer is cut', async () => {
    server.on('GET /auth/me', (_, response) => response.writeHead(502).end('<html>Bad gateway</html>'));
    const me = () => transport.send(api.auth.me, {}, null).then(() => null, caught);
    expect(await me()).toMatchObject({ code: 'unavailable', status: 502 });
    server.on('GET /auth/me', (_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{');
      setImmediate(() => response.destroy());
    });
    expect(await me()).toMatchObject({ code: 'unavailable', status: 0 });
    await server[Symbol.asyncDispose]();
    expect(await me()).toMatchObject({ code: 'unavailable', status: 0, retryable: true });
    server = await TestServer.start();
  });

  it('rejects an answer that the contract does not describe, and another status', async () => {
    server.answer('GET /auth/me', { username: 'ada' });
    await expect(transport.send(api.auth.me, {}, null)).rejects.toThrow('unknown shape');
    server.answer('GET /chains', CHAINS, 202);
    await expect(transport.send(api.chains.list, {}, null)).rejects.toThrow('answer 202 to GET /chains');
  });

  it('ends with its signal', async () => {
    server.on('GET /auth/me', () => undefined);
    const signal = AbortSignal.timeout(1);
    await expect(transport.send(api.auth.me, { signal }, null)).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

function caught(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
