import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve, dirname } from 'node:path';

/** Who may import whom below `app`; features know no other, and the root composes them. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: ['core', 'i18n'],
  i18n: ['i18n', 'core', 'features', 'ui'],
  live: ['live', 'core'],
  data: ['data', 'live', 'core'],
  ui: ['ui', 'data', 'live', 'core'],
  layout: ['layout', 'ui', 'data', 'live', 'core'],
  features: ['features', 'layout', 'ui', 'data', 'live', 'core'],
};

const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && name.includes('/'),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(__dirname, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map((match) =>
    relative(__dirname, resolve(__dirname, dirname(file), match[1] ?? '')),
  );
}

describe('the layout of the code', () => {
  it('lets each room know only the rooms below it', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => !(ALLOWED[roomOf(file)] ?? []).includes(roomOf(target)))
        .map((target) => `${file} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps features from each other', () => {
    const wrong = files
      .filter((file) => roomOf(file) === 'features')
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => roomOf(target) === 'features' && featureOf(target) !== featureOf(file))
          .map((target) => `${file} -> ${target}`),
      );
    expect(wrong).toEqual([]);
  });
});

function roomOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function featureOf(path: string): string {
  return path.split('/')[1] ?? '';
}
