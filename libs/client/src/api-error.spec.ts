import { ApiError } from './api-error';

describe('what the console knows of a refusal', () => {
  const problem = {
    type: 'about:blank',
    title: 'x',
    status: 502,
    code: 'chaincode_crashed',
    detail: 'It ended.',
  } as const;

  it('holds the words of what failed where there are some', () => {
    expect(new ApiError({ ...problem, cause: 'panic: x' }).words).toBe('panic: x');
    expect(new ApiError(problem).words).toBeNull();
  });
});
