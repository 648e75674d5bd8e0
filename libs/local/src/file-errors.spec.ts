import { writingTo } from './file-errors';

it('a full disk is reported as such', async () => {
  const noSpace = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const writing = writingTo('/data/nodes', () => Promise.reject(noSpace));
  await expect(writing).rejects.toMatchObject({
    code: 'disk_full',
    retryable: true,
    message: expect.stringContaining('/data/nodes') as string,
  });
});
