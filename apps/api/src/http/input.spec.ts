import { api, type Problem, type Route } from '@heddle/contracts';
import { ApiError } from '../errors/api-error';
import { parseInput } from './input';

const chain = (change: object) => ({ name: 'supply', organizations: [{ name: 'org1' }], ...change });

/** The fields for which a chain description is rejected. */
function refusedFields(body: unknown): Problem['errors'] {
  try {
    parseInput(api.chains.create, { params: {}, query: {}, body });
  } catch (error) {
    if (error instanceof ApiError) return error.toProblem().errors;
    throw error;
  }
  throw new Error('The description was accepted.');
}

const id = '6f3fd4bd-58fb-4df2-9c36-4b0b60c37b5b';

describe('the input of a route', () => {
  it('applies the defaults of the schema', () => {
    const { body } = parseInput(api.chains.create, { params: {}, query: {}, body: chain({}) });
    expect(body).toMatchObject({ runtime: 'local', ordering: { orderers: 3 }, organizations: [{ peers: 2 }] });
  });

  it.each([
    ['a name in capitals', { name: 'Supply' }, 'name'],
    ['a name with an underscore', { name: 'my_chain' }, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['no orderers', { ordering: { orderers: 0 } }, 'ordering.orderers'],
    ['1,000 orderers', { ordering: { orderers: 1_000 } }, 'ordering.orderers'],
    ['no organization', { organizations: [] }, 'organizations'],
    ['an organization twice', { organizations: [{ name: 'org1' }, { name: 'org1' }] }, 'organizations.1.name'],
    ['an unknown field', { colour: 'red' }, 'colour'],
    ['an unknown nested field', { organizations: [{ name: 'org1', size: 3 }] }, 'organizations.0.size'],
    ['text for a number', { organizations: [{ name: 'org1', peers: '2' }] }, 'organizations.0.peers'],
  ])('rejects %s and names the field', (_, change, path) => {
    expect(refusedFields(chain(change))?.map((error) => error.path)).toContain(path);
  });

  it('refuses arguments that are not strings', () => {
    const params = { chainId: id, channelId: id, chaincodeId: id };
    const parse = () => parseInput(api.chaincodes.invoke, { params, query: {}, body: { fn: 'Put', args: ['a', 1] } });
    expect(parse).toThrow(/args\.1/);
  });

  it('answers an argument that is too large with the code and the remedy of its own limit', () => {
    const params = { chainId: id, channelId: id, chaincodeId: id };
    const body = { fn: 'Put', args: ['a', 'x'.repeat(900_000)] };
    const parse = () => parseInput(api.chaincodes.invoke, { params, query: {}, body });
    expect(parse).toThrow(expect.objectContaining({ code: 'payload_too_large', status: 413 }) as Error);
    expect(parse).toThrow(/^args\.1: has 900000 bytes, more than the 524288 \(512 KiB\) that are sent\.$/);
  });

  it('names every invalid field, in parameters, query and body', () => {
    const parse = () =>
      parseInput(api.operations.list, { params: {}, query: { limit: '0', state: 'odd', more: '1' }, body: undefined });
    expect(parse).toThrow(/and 2 more/);
  });

  const queried: [string, Route, object][] = [
    ['before', api.blocks.list, { chainId: id, channelId: id }],
    ['limit', api.chains.list, {}],
    ['since', api.operations.events, { operationId: id }],
    ['offset', api.nodes.logs, { chainId: id, nodeId: id }],
    ['fromBlock', api.chaincodes.events, { chainId: id, channelId: id, chaincodeId: id }],
  ];
  it.each(queried)('rejects %s as malformed if it is not an integer in decimal digits', (name, route, params) => {
    for (const value of ['', ' ', '0x10', '1e1', '1.0', 'ten', ['1', '2'], {}]) {
      const parse = () => parseInput(route, { params, query: { [name]: value }, body: undefined });
      expect(parse).toThrow(expect.objectContaining({ code: 'malformed_request', status: 400 }) as Error);
    }
    expect(() => parseInput(route, { params, query: { [name]: '7' }, body: undefined })).not.toThrow();
  });
});
