import { pathToFileURL } from 'node:url';
import { fromRoot } from './root.mjs';

/**
 * The arguments with which the project's Node runs one of the tools' programs: they may import `@heddle/...`.
 * @param {readonly string[]} args the program's path, and its arguments
 * @returns {string[]}
 */
export function nodeArguments(args) {
  return ['--import', pathToFileURL(fromRoot('tools', 'lib', 'libraries.ts')).href, ...args];
}
