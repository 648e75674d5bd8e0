import { toOperationError } from './operation-error';

const typed = (code: string, cause?: unknown): Error =>
  Object.assign(new Error('Orderer o1 does not answer.', { cause }), { code, remedy: 'Start it.', retryable: true });

describe('the error of an operation', () => {
  it('contains what the typed error states', () => {
    expect(toOperationError(typed('orderer_unreachable'), 'join')).toEqual({
      code: 'orderer_unreachable',
      message: 'Orderer o1 does not answer.',
      remedy: 'Start it.',
      cause: null,
      retryable: true,
      step: 'join',
    });
  });

  it('lists the causes, outermost first, and stops at a cycle', () => {
    const inner = new Error('ECONNREFUSED');
    const outer = new Error('connect failed', { cause: inner });
    inner.cause = outer;
    expect(toOperationError(typed('no_leader', outer), null).cause).toBe('connect failed\nECONNREFUSED');
  });

  it('is internal for a code that is not in the contracts', () => {
    expect(toOperationError(typed('E_STRANGE'), null)).toMatchObject({ code: 'internal', remedy: 'Start it.' });
  });

  it.each([
    [new TypeError('x is undefined'), 'x is undefined'],
    ['a string', 'a string'],
    [{ odd: 1 }, '{"odd":1}'],
  ])('is a sentence with a remedy for %p, whose text is the cause', (error, cause) => {
    const shown = toOperationError(error, 'join');
    expect(shown).toMatchObject({ code: 'internal', cause, retryable: false, step: 'join' });
    expect(shown.message).toBe('An unexpected error ended step "join".');
    expect(shown.remedy).not.toBe('');
  });

  it('truncates the cause', () => {
    expect(toOperationError(new Error('x'.repeat(10_000)), null).cause).toHaveLength(4_000);
  });
});
