import { eventOf } from '../../../../testing/builders';
import { lastWords } from './last-words';

const step = { name: 'serve' };
const saying = (...messages: string[]) => messages.map((message, index) => eventOf(index + 1, { message }));

describe('the last words of a step', () => {
  it('describe its work, not that it began or ended', () => {
    const events = saying('Step serve started', '2 of 2 chaincode servers ready', 'Step serve succeeded');
    expect(lastWords(step, events)).toBe('2 of 2 chaincode servers ready');
  });

  it('are no debug line', () => {
    const events = [...saying('1 of 2 ready'), eventOf(2, { level: 'debug', message: 'dial tcp' })];
    expect(lastWords(step, events)).toBe('1 of 2 ready');
  });

  it('are missing while it only began', () => {
    expect(lastWords(step, saying('Step serve started'))).toBe('');
  });
});
