/**
 * Lets Node import the libraries' TypeScript sources, whose types it removes: `node --import` loads this module first. The
 * hooks resolve what TypeScript allows and Node does not, the libraries' names and imports without an extension.
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { fromRoot } from './root.mjs';

const LIBRARIES = pathToFileURL(fromRoot('libs')).href;

registerHooks({
  resolve: (specifier, context, next) => {
    const library = /^@heddle\/([a-z0-9-]+)$/.exec(specifier)?.[1];
    if (library !== undefined) return next(`${LIBRARIES}/${library}/src/index.ts`, context);
    const within = specifier.startsWith('.') && context.parentURL?.startsWith(LIBRARIES);
    return next(within ? `${specifier}.ts` : specifier, context);
  },
});
