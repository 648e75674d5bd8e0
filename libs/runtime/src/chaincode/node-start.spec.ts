import { nodeStart } from './node-start';

const manifest = (
  scripts: Record<string, string>,
  dependencies: Record<string, string> = { 'fabric-shim': '~2.5' },
) => ({
  main: 'index.js',
  scripts,
  dependencies,
  devDependencies: {},
  engines: {},
});
const SERVER = 'fabric-chaincode-node server --chaincode-address="$CHAINCODE_SERVER_ADDRESS"';

it.each([
  ['fabric-chaincode-node start'],
  ['set -x && fabric-chaincode-node start'],
  ['fabric-chaincode-node start --module-path dist'],
  ['CORE_CHAINCODE_LOGGING_LEVEL=debug npx fabric-chaincode-node start --peer.address peer:7052'],
  ['node ./node_modules/.bin/fabric-chaincode-node start'],
])('%s becomes the shim’s server and keeps its other options', (start) => {
  const { script, by } = nodeStart(manifest({ start })) ?? { script: '', by: 'own' };
  expect(by).toBe('shim');
  expect(script).toContain(SERVER);
  const [before, after] = start.split('fabric-chaincode-node start');
  expect(script.startsWith(before ?? '')).toBe(true);
  expect(script.endsWith(after ?? '')).toBe(true);
});

it('finds the shim’s command behind other scripts', () => {
  const scripts = {
    start: 'npm run serve',
    preserve: 'echo ready',
    serve: 'npm run chaincode -- --module-path dist',
    chaincode: 'fabric-chaincode-node start',
  };
  expect(nodeStart(manifest(scripts))?.script).toMatch(
    /^echo ready && fabric-chaincode-node server .* --module-path dist$/,
  );
});

it('does not change a script that runs itself', () => {
  expect(nodeStart(manifest({ start: 'npm run start' }))).toEqual({ script: 'npm run start', by: 'own' });
});

it.each([
  ['fabric-chaincode-node server --chaincode-address=$CHAINCODE_SERVER_ADDRESS --chaincode-id=$CHAINCODE_ID'],
  ['node dist/server.js'],
  ['npm run start:server'],
])('%s is not changed', (start) => {
  const scripts = { start, 'start:server': 'node dist/server.js' };
  expect(nodeStart(manifest(scripts))).toEqual({ script: start, by: 'own' });
});

it('a project with the shim needs no start script; any other project does', () => {
  expect(nodeStart(manifest({}))).toMatchObject({ by: 'shim' });
  expect(nodeStart(manifest({}, {}))).toBeUndefined();
});
