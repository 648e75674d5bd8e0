import { functionsOf, offeredFor } from './contract-metadata';

const system = {
  'org.hyperledger.fabric': { name: 'org.hyperledger.fabric', transactions: [{ name: 'GetMetadata' }] },
};
const text = (contracts: object, schemas: object = {}) =>
  JSON.stringify({ contracts: { ...contracts, ...system }, components: { schemas } });
const param = (name: string, schema: object) => ({ name, schema });

describe('the description of a contract', () => {
  it('is read as Go writes it: parameters by number, submit for everything', () => {
    const transactions = [
      {
        name: 'Create',
        tag: ['submit', 'SUBMIT'],
        parameters: [param('param0', { type: 'integer', format: 'int64' })],
      },
    ];
    expect(functionsOf(text({ Assets: { name: 'Assets', default: true, transactions } }))).toEqual([
      { name: 'Create', reads: false, parameters: [{ name: 'param0', type: 'int64', example: null }] },
    ]);
  });

  it('is read as Java writes it: `tags`, and EVALUATE in capitals', () => {
    const transactions = [{ name: 'read', tags: ['EVALUATE'], parameters: [param('id', { type: 'string' })] }];
    expect(functionsOf(text({ Assets: { name: 'Assets', transactions } }))[0]?.reads).toBe(true);
  });

  it('names the contract in a call when there are several, but for the default one', () => {
    const contracts = {
      A: { name: 'A', contractInstance: { name: 'A', default: true }, transactions: [{ name: 'x' }] },
      B: { name: 'B', transactions: [{ name: 'y' }] },
    };
    expect(functionsOf(text(contracts)).map(({ name }) => name)).toEqual(['x', 'B:y']);
  });

  it('resolves references for an example, and survives those that go in circles', () => {
    const schemas = {
      Asset: { properties: { id: { type: 'string' }, size: { type: 'integer' } } },
      Loop: { properties: { next: { $ref: '#/components/schemas/Loop' } } },
    };
    const parameters = [
      param('asset', { $ref: '#/components/schemas/Asset' }),
      param('many', { type: 'array', items: { $ref: '#/components/schemas/Asset' } }),
      param('loop', { $ref: '#/components/schemas/Loop' }),
    ];
    const [fn] = functionsOf(text({ C: { name: 'C', transactions: [{ name: 'put', parameters }] } }, schemas));
    expect(fn?.parameters).toEqual([
      { name: 'asset', type: 'Asset', example: '{"id":"","size":0}' },
      { name: 'many', type: 'Asset[]', example: '[]' },
      { name: 'loop', type: 'Loop', example: '{"next":{"next":null}}' },
    ]);
  });

  it('is empty for a chaincode that does not describe itself', () => {
    expect(functionsOf('unknown function')).toEqual([]);
    expect(functionsOf('{"contracts": 1}')).toEqual([]);
  });
});

describe('the functions to choose from', () => {
  const functions = ['Read', 'ReadAll', 'Delete'].map((name) => ({ name, parameters: [], reads: false }));
  const offered = (name: string, typing: boolean) => offeredFor(functions, name, typing).map((fn) => fn.name);

  it('are those that fit what is typed, and none once it can only be one', () => {
    expect(offered('rea', true)).toEqual(['Read', 'ReadAll']);
    expect(offered('Read', true)).toEqual(['Read', 'ReadAll']);
    expect(offered('ReadAll', true)).toEqual([]);
    expect(offered('del', true)).toEqual(['Delete']);
  });

  it('are all again when a chosen one shall give way to another', () => {
    expect(offered('ReadAll', false)).toEqual(['Read', 'ReadAll', 'Delete']);
  });
});
