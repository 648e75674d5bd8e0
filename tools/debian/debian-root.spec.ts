import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mirrorIn } from './debian-root.ts';

describe('the mirror of Debian', () => {
  it('is the one that the machine’s sources name, in either of their formats', () => {
    assert.equal(
      mirrorIn(['# nothing\n', 'deb [signed-by=/k.asc] http://mirror.test/debian trixie main\n']),
      'http://mirror.test/debian',
    );
    assert.equal(
      mirrorIn(['Types: deb\nURIs: https://mirror.test/debian/\nSuites: trixie\n']),
      'https://mirror.test/debian',
    );
  });

  it('is not one of security updates, of other packages, or in a comment', () => {
    const sources = [
      'deb http://mirror.test/debian-security trixie main',
      'deb http://mirror.test/node x main',
      '# deb http://mirror.test/debian x main',
    ];
    assert.equal(mirrorIn(sources), undefined);
  });
});
