import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fromRoot } from '../lib/root.mjs';
import { cacheFolder } from './cache.ts';
import { outdatedPackages } from './dependencies.mjs';
import { NODE_BINARIES, TOOL_BINARIES, buildName, judgeVersion, parsePeerVersion } from './fabric-home.ts';
import { atLeast } from './go.ts';
import { OLDEST_JAVA, parseJavac } from './java.ts';
import { chooseNode, isRecentEnough, withProjectPath } from './node.mjs';
import { JDK, MAVEN, PYTHON, REDIS, howToInstall } from './programs.ts';
import { environmentName } from './schemathesis.ts';

describe('npm dependencies', () => {
  const locked = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };

  it('are up to date when every locked package is installed in its version', () => {
    assert.deepEqual(outdatedPackages(locked, { 'node_modules/a': { version: '1.0.0' } }), []);
  });

  it('are outdated when one, even an optional one, is missing or has another version', () => {
    assert.deepEqual(outdatedPackages(locked, {}), ['a']);
    assert.deepEqual(outdatedPackages(locked, { 'node_modules/a': { version: '1.0.1' } }), ['a']);
    const old = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.0' } };
    assert.deepEqual(outdatedPackages(locked, old), ['b']);
  });
});

describe('the project’s Node', () => {
  const system = { path: '/usr/bin/node', version: 'v20.20.2' };
  const facts = { packaged: '/repo/node', system, platform: 'linux' as const, exists: () => false };

  it('is the one from node_modules when it exists', () => {
    assert.equal(chooseNode({ ...facts, exists: () => true }), '/repo/node');
  });

  it('is the system’s when that is recent enough', () => {
    assert.equal(chooseNode({ ...facts, system: { ...system, version: 'v24.1.0' } }), '/usr/bin/node');
    assert.deepEqual(['v22.22.3', 'v22.23.0', 'v23.0.0', 'v22.22.2', 'v20.99.99'].map(isRecentEnough), [
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('is requested with Homebrew’s exact command on macOS', () => {
    assert.throws(() => chooseNode({ ...facts, platform: 'darwin' }), { remedy: /brew install node@24/ });
  });

  it('comes first in PATH', () => {
    assert.match(
      withProjectPath('/repo/bin/node', { PATH: '/usr/bin' })['PATH'] ?? '',
      /^\/repo\/bin:.*node_modules\/\.bin:\/usr\/bin$/,
    );
  });
});

describe('a missing system program', () => {
  const machine = { platform: 'linux' as const, apt: true, root: false, sudo: false };

  it('is installed as root, or with sudo when that needs no password', () => {
    const command = ['apt-get', 'install', '-y', '--no-install-recommends', 'redis-server'];
    assert.deepEqual(howToInstall(REDIS, { ...machine, root: true }), { kind: 'install', command });
    assert.deepEqual(howToInstall(REDIS, { ...machine, sudo: true }), {
      kind: 'install',
      command: ['sudo', '-n', ...command],
    });
  });

  it('is requested with the exact command elsewhere', () => {
    assert.deepEqual(howToInstall(REDIS, machine), { kind: 'ask', command: 'sudo apt-get install -y redis-server' });
    assert.deepEqual(howToInstall(REDIS, { ...machine, platform: 'darwin' }), {
      kind: 'ask',
      command: 'brew install redis',
    });
  });
});

describe('the tools of Java chaincode', () => {
  const machine = { platform: 'linux' as const, apt: true, root: false, sudo: false };

  it('are checked by the output of javac', () => {
    assert.equal(parseJavac('javac 17.0.15\n'), '17.0.15');
    assert.equal(parseJavac('javac 1.8.0_392'), '1.8.0');
    assert.equal(parseJavac('Unable to locate a Java Runtime.'), undefined);
    assert.deepEqual(
      ['17.0.15', '11.0.2', '1.8.0', '0'].map((version) => atLeast(version, OLDEST_JAVA)),
      [true, true, false, false],
    );
  });

  it('have the package names of Debian, Ubuntu and Homebrew', () => {
    assert.deepEqual(
      [JDK, MAVEN].map((program) => howToInstall(program, machine)),
      [
        { kind: 'ask', command: 'sudo apt-get install -y default-jdk-headless' },
        { kind: 'ask', command: 'sudo apt-get install -y maven' },
      ],
    );
    assert.deepEqual(howToInstall(MAVEN, { ...machine, platform: 'darwin' }), {
      kind: 'ask',
      command: 'brew install maven',
    });
  });
});

describe('Fabric’s version', () => {
  it('is read from the output of peer', () => {
    assert.equal(parsePeerVersion('peer:\n Version: v2.5.9\n Commit SHA: x\n'), '2.5.9');
    assert.equal(parsePeerVersion('command not found'), undefined);
  });

  it('must be of the 2.5 line', () => {
    assert.deepEqual(judgeVersion('2.5.12'), { version: '2.5.12' });
    assert.ok('reason' in judgeVersion('2.50.1'));
    assert.ok('reason' in judgeVersion('3.1.1'));
    assert.ok('reason' in judgeVersion(undefined));
  });

  it('is built into a different folder for other sources or programs', () => {
    const names = [buildName('sums', ['peer']), buildName('other', ['peer']), buildName('sums', ['peer', 'discover'])];
    assert.equal(new Set(names).size, 3);
    assert.equal(buildName('sums', ['peer']), names[0]);
    assert.match(names[0] ?? '', /^fabric-2\.5\.9-[0-9a-f]{12}$/);
  });

  it('has exactly the programs whose sources tools/fabric pins', () => {
    const pinned = readFileSync(fromRoot('tools', 'fabric', 'tools.go'), 'utf8').matchAll(/fabric\/cmd\/(\w+)"/g);
    assert.deepEqual(Array.from(pinned, ([, name]) => name).sort(), [...NODE_BINARIES, ...TOOL_BINARIES].sort());
  });
});

describe('Go', () => {
  it('must be new enough, compared as numbers', () => {
    assert.deepEqual(
      ['1.23.0', '1.100', '2.0', '1.9.1', '1.22.12'].map((version) => atLeast(version, '1.23')),
      [true, true, true, false, false],
    );
  });
});

describe('the packages of Python', () => {
  const pins = readFileSync(fromRoot('tools', 'fuzz', 'requirements.txt'), 'utf8');

  it('are in another environment for other pins and for another Python', () => {
    const names = [
      ['a', '3.11'],
      ['b', '3.11'],
      ['a', '3.12'],
    ].map(([pin = '', python = '']) => environmentName(pin, python));
    assert.equal(new Set(names).size, 3);
    assert.equal(environmentName('a', '3.11\n'), names[0]);
  });

  it('are all pinned by version and hash', () => {
    const packages = pins.split(/\n(?=\S)/).filter((entry) => entry.trim() !== '');
    assert.ok(packages.some((entry) => entry.startsWith('schemathesis==4.')));
    for (const entry of packages) assert.match(entry, /^[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/s);
  });

  it('need what Debian keeps in a package of its own', () => {
    const machine = { platform: 'linux' as const, apt: true, root: false, sudo: false };
    assert.deepEqual(howToInstall(PYTHON, machine), {
      kind: 'ask',
      command: 'sudo apt-get install -y python3 python3-venv',
    });
  });
});

describe('the cache', () => {
  it('is in the platform’s or the configured folder', () => {
    assert.equal(cacheFolder({ platform: 'linux', env: {}, home: '/home/ada' }), '/home/ada/.cache/heddle');
    assert.equal(cacheFolder({ platform: 'linux', env: { XDG_CACHE_HOME: '/x' }, home: '/home/ada' }), '/x/heddle');
    assert.equal(cacheFolder({ platform: 'darwin', env: {}, home: '/Users/ada' }), '/Users/ada/Library/Caches/heddle');
    assert.equal(cacheFolder({ platform: 'darwin', env: { HEDDLE_CACHE: '/y' }, home: '/Users/ada' }), '/y');
  });
});
