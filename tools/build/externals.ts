import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import type { Plugin } from 'rolldown';
import { fromRoot } from '../lib/root.mjs';

const require = createRequire(fromRoot('package.json'));

/**
 * Whether an import stays an import at run time. True for packages and Node's modules, false for our files and the
 * compiler's helpers.
 */
export function isExternal(id: string) {
  const ours = id.startsWith('.') || isAbsolute(id) || id.startsWith('@heddle/');
  return !ours && !id.startsWith('\0') && !id.startsWith('@oxc-project/runtime');
}

/**
 * Rewrites an import for Node's ES module resolution. A file inside a package without `exports` needs its extension,
 * which TypeScript and CommonJS allow to omit (`google-protobuf/google/protobuf/timestamp_pb`).
 * @param resolve CommonJS resolution
 */
export function importPath(id: string, resolve: (id: string) => string = require.resolve): string {
  const inside = /^(?:@[^/]+\/)?[^/]+\/(.+)$/.exec(id);
  if (!inside || id.startsWith('node:') || /\.(c|m)?js(on)?$/.test(id)) return id;
  const file = found(id, resolve);
  return file?.endsWith(`/${id}.js`) ? `${id}.js` : id;
}

function found(id: string, resolve: (id: string) => string) {
  try {
    return resolve(id).replaceAll('\\', '/');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') return undefined;
    throw error;
  }
}

/** CommonJS packages whose exports Node cannot detect statically, so ES modules cannot import them by name. */
const HIDDEN_EXPORTS = /^google-protobuf(\/|$)/;
const SHIM = '\0shim:';

/** A module that re-exports a package by name. The names are read from the package at build time. */
export function namedExports(id: string) {
  const names = Object.keys(require(id) as object);
  return `import all from ${JSON.stringify(importPath(id))};\nexport const { ${names.join(', ')} } = all;\n`;
}

export const keepPackages: Plugin = {
  name: 'keep-packages',
  resolveId: (id, importer) => {
    if (!isExternal(id)) return null;
    if (HIDDEN_EXPORTS.test(id) && importer?.startsWith(SHIM) !== true) return `${SHIM}${id}`;
    return { id: importPath(id), external: true };
  },
  load: (id) => (id.startsWith(SHIM) ? namedExports(id.slice(SHIM.length)) : null),
};
