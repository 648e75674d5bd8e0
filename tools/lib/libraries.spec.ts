import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ApiError, SignedInClient, addressOf } from '@heddle/client';
import { api } from '@heddle/contracts';
import { isForUser, reasonOf } from './say.mjs';

describe('libs/client in a tool', () => {
  it('is loaded from its TypeScript sources, with the contracts', () => {
    assert.equal(addressOf(api.chains.list, { query: { search: 'a b' } }), '/api/v1/chains?search=a+b');
  });

  it('reports rejections that the user can act on, with the rejected fields', () => {
    const error = new ApiError({
      type: 'about:blank',
      title: 'Unprocessable',
      status: 422,
      code: 'validation_failed',
      detail: 'The chain is not valid.',
      errors: [{ path: 'ordering.orderers', message: 'at least one' }],
    });
    assert.equal(isForUser(error), true);
    assert.equal(reasonOf(error), 'The chain is not valid.\n  ordering.orderers: at least one');
    assert.equal(isForUser(new TypeError('a defect')), false);
  });

  it('rejects with `unavailable` where no instance listens', async () => {
    const login = { username: 'admin', password: 'unused' };
    await assert.rejects(SignedInClient.open({ url: 'http://127.0.0.1:9', login }), { code: 'unavailable' });
  });
});
