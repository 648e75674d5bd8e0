const NPM_PROGRAM = /(^|\/)node_modules\/\.bin\/[^/]+$/;

/** Whether a link is one of those that npm makes to programs: it is left out, and the build makes it again. */
export function isNpmProgram(path: string): boolean {
  return NPM_PROGRAM.test(path);
}
