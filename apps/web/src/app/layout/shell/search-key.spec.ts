import { asksForSearch, focusSearch } from './search-key';

function press(key: string, { on = document.body, ...more }: KeyboardEventInit & { on?: HTMLElement } = {}): boolean {
  let asked = false;
  const listener = (event: KeyboardEvent) => {
    asked = asksForSearch(event);
  };
  document.addEventListener('keydown', listener);
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));
  document.removeEventListener('keydown', listener);
  return asked;
}

describe('the search key', () => {
  beforeEach(() => {
    document.body.innerHTML = '<main><input type="text"><input type="search"></main>';
  });

  it('is a bare slash', () => {
    expect([press('/'), press('a'), press('/', { ctrlKey: true }), press('/', { isComposing: true })]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('is a letter like any other inside a field', () => {
    const field = document.querySelector<HTMLElement>('input[type="text"]') ?? document.body;
    expect(press('/', { on: field })).toBe(false);
  });

  it('leads to the first search field, where there is one', () => {
    expect(focusSearch(document)).toBe(true);
    expect(document.activeElement?.getAttribute('type')).toBe('search');
    document.body.innerHTML = '';
    expect(focusSearch(document)).toBe(false);
  });
});
